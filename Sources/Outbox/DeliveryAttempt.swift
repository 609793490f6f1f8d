/// One try of a delivery, as it is recorded.
public struct DeliveryAttempt: Hashable, Sendable {
    /// Which delivery was tried.
    public let message: MessageID
    /// 1 for the first.
    public let number: Int
    /// In whole seconds its `webhook-timestamp`.
    public let startedAt: UnixTime
    /// Until its outcome, by the wall clock; never negative.
    public let took: Duration
    public let outcome: CallbackOutcome
    /// Where it was sent; `nil` in a record that is read back.
    public let url: String?
    /// As in ``Delivery/scheduleStart`` when it was sent; 0 in a record that is read back.
    public let scheduleStart: Int

    public init(
        message: MessageID, number: Int, startedAt: UnixTime, took: Duration, outcome: CallbackOutcome, url: String? = nil,
        scheduleStart: Int = 0
    ) {
        self.scheduleStart = scheduleStart
        self.message = message
        self.number = number
        self.url = url
        self.startedAt = startedAt
        self.took = took
        self.outcome = outcome
    }
}
