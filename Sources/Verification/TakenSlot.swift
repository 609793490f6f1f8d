public import Telephony

/// A line that the number in question has a slot on: a verification is pending there, or ended within the gap.
public struct TakenSlot: Hashable, Sendable {
    /// Taken together with every other line of the same ``number``.
    public let line: LineID
    /// The number that was handed out for it.
    public let number: MSISDN
    /// Once it has ended, this one alone may have the slot again at once, by its ``reference``.
    public let application: ApplicationName
    /// `nil`: nobody gets the slot again within the gap.
    public let reference: String?
    /// `false`: it has ended, and the gap is not over.
    public let isPending: Bool

    public init(line: LineID, number: MSISDN, application: ApplicationName, reference: String?, isPending: Bool) {
        self.line = line
        self.number = number
        self.application = application
        self.reference = reference
        self.isPending = isPending
    }
}
