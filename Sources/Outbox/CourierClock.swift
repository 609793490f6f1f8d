/// The courier's time: what it is, and how to wait.
public struct CourierClock: Sendable {
    /// The wall clock; when it was set, the courier is told (``Courier/moveClock(by:_:)``).
    public let now: @Sendable () -> UnixTime
    /// Ends early by throwing when its task is cancelled.
    public let sleep: @Sendable (Duration) async throws -> Void

    public init(now: @escaping @Sendable () -> UnixTime, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }
}
