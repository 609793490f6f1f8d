import Logging
import Outbox
import SQLiteStore
import Telephony

/// Notices that the wall clock was set, and has what is due by it move along. Nobody else in the gateway sees a step before that.
struct ClockWatch: Sendable {
    static let pause = Duration.seconds(5)
    private static let smallestStep = Duration.seconds(1)

    let store: SQLiteStore
    let courier: Courier
    let clock: GatewayClock
    /// What is due may be due at another time.
    let moved: @Sendable () -> Void
    let logger: Logger

    func run() async {
        while !Task.isCancelled {
            try? await clock.sleep(ClockWatch.pause)
            let step = clock.stepOfWallClock
            guard step >= ClockWatch.smallestStep || step <= .zero - ClockWatch.smallestStep else { continue }
            await follow(step)
            moved()
        }
    }

    private func follow(_ step: Duration) async {
        do {
            try await courier.moveClock(by: step) {
                try await clock.followWallClock { try await store.followWallClock(to: clock.now()) }
            }
            logger.notice("the wall clock was set", metadata: ["by": "\(step)"])
        } catch {
            logger.error("the wall clock was set, and that cannot be noted; trying again", metadata: ["error": "\(error)"])
        }
    }
}
