import Logging
import SQLiteStore
import Telephony
import Verification

/// Removes what has been kept long enough: a little at a time, so that nothing waits for it.
struct Pruner: Sendable {
    static let pause = Duration.seconds(3600)
    static let breath = Duration.milliseconds(200)
    /// After this long it begins with the oldest rows again: some were kept for a reason that has passed.
    static let round = Duration.seconds(86_400)

    let store: SQLiteStore
    let retention: RetentionPolicy
    let clock: GatewayClock
    /// The newest time in the database at the start, Unix milliseconds.
    let newestRecord: Int64?
    /// Whether something speaks against the clock; what is old is not known then.
    let isClockDoubted: @Sendable () async -> Bool
    let logger: Logger

    func run() async {
        var progress = PruningProgress()
        var trust = await freshTrust()
        var begun = clock.now().instant
        var (isWithheld, wasDoubted) = (false, false)
        while !Task.isCancelled {
            let now = clock.now()
            if now.instant.duration(since: begun) >= Pruner.round { (progress, begun) = (PruningProgress(), now.instant) }
            let isDoubted = await isClockDoubted()
            // One that was set right has not leapt.
            if wasDoubted, !isDoubted { trust = await freshTrust() }
            let withholds = isDoubted || !trust.isBelieved(at: now)
            if withholds != isWithheld { tell(withholds) }
            (isWithheld, wasDoubted) = (withholds, isDoubted)
            let nap = withholds ? .seconds(60) : await look(&progress)
            try? await clock.sleep(nap)
        }
    }

    private func freshTrust() async -> ClockTrust {
        let believed = (try? await store.lastBelievedClock()) ?? nil
        return ClockTrust(lastKnown: [newestRecord, believed].compactMap { $0 }.max(), at: clock.now())
    }

    private func tell(_ isWithheld: Bool) {
        guard isWithheld else { return logger.notice("what is kept long enough is removed again") }
        logger.warning("nothing is removed by age: the clock may be ahead", metadata: ["remedy": "\(ClockJudge.remedy)"])
    }

    private func look(_ progress: inout PruningProgress) async -> Duration {
        do {
            let now = clock.now()
            progress = try await store.prune(retention, at: now, from: progress)
            if progress.isDone { try await store.noteBelievedClock(at: now) }
            return progress.isDone ? Pruner.pause : Pruner.breath
        } catch {
            logger.error("old records cannot be removed; trying again", metadata: ["error": "\(error)"])
            return .seconds(60)
        }
    }
}
