package import Telephony

/// The gateway's time: what it is, and how to wait.
package struct GatewayClock: Sendable {
    /// The present, by both clocks.
    package let now: @Sendable () -> Moment
    /// Ends early by throwing when its task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(now: @escaping @Sendable () -> Moment, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's own.
    package static func system() -> GatewayClock {
        let clock = SystemClock()
        return GatewayClock(now: { clock.now() }, sleep: { try await ContinuousClock().sleep(for: $0) })
    }
}
