import Logging
import SQLiteStore
import Telephony

/// Notices that the wall clock was set, and has what is due by it move along.
struct ClockWatch: Sendable {
    static let pause = Duration.seconds(5)
    private static let smallestStep: Int64 = 1000

    let store: SQLiteStore
    let clock: GatewayClock
    /// What is due may be due at another time.
    let moved: @Sendable () -> Void
    let logger: Logger

    func run() async {
        var offset = ClockWatch.offset(clock.now())
        while !Task.isCancelled {
            try? await clock.sleep(ClockWatch.pause)
            let now = clock.now()
            guard abs(ClockWatch.offset(now) - offset) >= ClockWatch.smallestStep else { continue }
            guard let step = await follow(now) else { continue }
            offset = ClockWatch.offset(now)
            logger.notice("the wall clock was set", metadata: ["by": "\(step)"])
            moved()
        }
    }

    private func follow(_ now: Moment) async -> Duration? {
        do {
            return try await store.followWallClock(to: now)
        } catch {
            logger.error("the wall clock was set, and that cannot be noted; trying again", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// How the wall clock stands to the boot clock, milliseconds.
    private static func offset(_ moment: Moment) -> Int64 { moment.unixMilliseconds - moment.instant.nanoseconds / 1_000_000 }
}
