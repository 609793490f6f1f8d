import Fleet
import Logging
import Telephony
import Verification

/// Has lines call each other now and then, while nobody waits on either.
struct LineProver: Sendable {
    static let retry = Duration.seconds(300)

    let store: any VerificationStore
    let fleet: Fleet
    let clock: GatewayClock
    let logger: Logger

    func run() async {
        while !Task.isCancelled {
            let nap = await look()
            try? await clock.sleep(nap)
        }
    }

    private func look() async -> Duration {
        // The database is not asked unless a test is due.
        guard await fleet.nextTest(busy: []) != nil else { return min(await fleet.untilNextTest(), LineProver.retry) }
        do {
            let busy = try await store.linesWithSlots(at: clock.now())
            guard let pair = await fleet.nextTest(busy: busy) else { return LineProver.retry }
            _ = await fleet.test(pair)
            return .seconds(60)
        } catch {
            logger.error("no line is tested while the database does not answer", metadata: ["error": "\(error)"])
            return LineProver.retry
        }
    }
}
