/// A text that is no phone number.
public struct PhoneNumberRefusal: Error, Hashable, Sendable {
    /// One sentence for whoever gave it; does not repeat the number.
    public let remedy: String
    public init(remedy: String) { self.remedy = remedy }
}
