/// One try of a delivery, as it is recorded.
public struct DeliveryAttempt: Hashable, Sendable {
    public let message: MessageID
    /// 1 for the first.
    public let number: Int
    public let startedAt: UnixTime
    public let took: Duration
    public let outcome: CallbackOutcome

    public init(message: MessageID, number: Int, startedAt: UnixTime, took: Duration, outcome: CallbackOutcome) {
        self.message = message
        self.number = number
        self.startedAt = startedAt
        self.took = took
        self.outcome = outcome
    }
}
