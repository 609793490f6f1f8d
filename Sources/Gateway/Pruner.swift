import Logging
import SQLiteStore
import Verification

/// Removes what has been kept long enough: a little at a time, so that nothing waits for it.
struct Pruner: Sendable {
    static let pause = Duration.seconds(3600)
    static let breath = Duration.milliseconds(200)

    let store: SQLiteStore
    let retention: RetentionPolicy
    let clock: GatewayClock
    /// Why the clock cannot be right; what is old is not known then.
    let clockFault: @Sendable () -> String?
    let logger: Logger

    func run() async {
        var progress = PruningProgress()
        while !Task.isCancelled {
            let nap = await look(&progress)
            try? await clock.sleep(nap)
        }
    }

    private func look(_ progress: inout PruningProgress) async -> Duration {
        guard clockFault() == nil else { return .seconds(60) }
        do {
            progress = try await store.prune(retention, at: clock.now(), from: progress)
            return progress.isDone ? Pruner.pause : Pruner.breath
        } catch {
            logger.error("old records cannot be removed; trying again", metadata: ["error": "\(error)"])
            return .seconds(60)
        }
    }
}
