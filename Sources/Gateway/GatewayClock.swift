import Synchronization
package import Telephony

/// The gateway's time: what it is, and how to wait. A wall clock that is set is followed when the gateway is ready for it, all at once.
package final class GatewayClock: Sendable {
    private let machine: @Sendable () -> Moment
    private let sleeping: @Sendable (Duration) async throws -> Void
    /// What the wall clock shows more than the boot clock, milliseconds.
    private let offset: Mutex<Int64>

    /// `machine`: the machine's clocks; `sleep`: ends early by throwing when its task is cancelled.
    package init(machine: @escaping @Sendable () -> Moment, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.machine = machine
        sleeping = sleep
        offset = Mutex(GatewayClock.offset(machine()))
    }

    /// The machine's own.
    package static func system() -> GatewayClock {
        let clock = SystemClock()
        return GatewayClock(machine: { clock.now() }, sleep: { try await ContinuousClock().sleep(for: $0) })
    }

    /// The present, by both clocks.
    package func now() -> Moment {
        let now = machine()
        return Moment(
            boot: now.boot, instant: now.instant,
            unixMilliseconds: offset.withLock { $0 } + now.instant.nanoseconds / 1_000_000)
    }

    /// Ends early by throwing when its task is cancelled.
    package func sleep(_ duration: Duration) async throws { try await sleeping(duration) }

    /// How far the wall clock was set since it was last followed.
    var stepOfWallClock: Duration { .milliseconds(GatewayClock.offset(machine()) - offset.withLock { $0 }) }

    /// From now on, time is what the wall clock shows now, unless `body` fails: then it stays as it was.
    func followWallClock(_ body: () async throws -> Void) async rethrows {
        let present = GatewayClock.offset(machine())
        let before = offset.withLock { offset in
            defer { offset = present }
            return offset
        }
        do {
            try await body()
        } catch {
            offset.withLock { $0 = before }
            throw error
        }
    }

    private static func offset(_ moment: Moment) -> Int64 { moment.unixMilliseconds - moment.instant.nanoseconds / 1_000_000 }
}
