public import Telephony

/// A line that the number in question has a slot on: a verification is pending there, or ended within the gap.
public struct TakenSlot: Hashable, Sendable {
    public let line: LineID
    /// The number that was handed out for it.
    public let number: MSISDN
    public let application: ApplicationName
    public let reference: String?
    public let isPending: Bool

    public init(line: LineID, number: MSISDN, application: ApplicationName, reference: String?, isPending: Bool) {
        self.line = line
        self.number = number
        self.application = application
        self.reference = reference
        self.isPending = isPending
    }
}
