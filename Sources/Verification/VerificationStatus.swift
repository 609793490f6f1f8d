/// How far a verification has come. Every one ends exactly once.
public enum VerificationStatus: String, Sendable, Codable, CaseIterable {
    /// All but `pending` are ends.
    case pending, verified, expired, canceled, failed

    /// `000` verified, `001` not verified.
    public var code: String { self == .verified ? "000" : "001" }
}
