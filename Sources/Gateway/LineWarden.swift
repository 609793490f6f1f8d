import Fleet
import Logging
import PhoneNumbers
import SQLiteStore
import Telephony
import Verification

/// Sees to verifications whose line died: after a while they get another line, or end (design, section 4).
struct LineWarden: Sendable {
    static let longestNap = Duration.seconds(30)

    let store: any VerificationStore
    let fleet: Fleet
    let plan: NumberingPlan
    let clock: GatewayClock
    let alarm: Alarm
    /// Calls wait for the disk: who called in time is not known yet. Or the clock is wrong, and no number is handed out.
    let isStalled: @Sendable () async -> Bool
    let handedOver: @Sendable (FailoverOutcome) -> Void
    let logger: Logger

    func run() async {
        var vigil = LineVigil(start: clock.now().instant)
        while !Task.isCancelled {
            let nap = await look(&vigil)
            await alarm.wait(atMost: nap)
        }
    }

    /// Hands over what has waited long enough, and says how long there is nothing to do.
    private func look(_ vigil: inout LineVigil) async -> Duration {
        do {
            guard await !isStalled() else { return .seconds(1) }
            let reasons = await dead(among: try await store.waitedOn())
            // Not before: the disk may have stalled meanwhile, and what died in that time has not been dead since before it.
            let now = clock.now()
            let (due, next) = vigil.look(dead: Set(reasons.keys), seen: await fleet.seenLines, at: now.instant)
            if !due.isEmpty { try await handOver(reasons.filter { due.contains($0.key) }) }
            return min(next.map { $0.duration(since: now.instant) } ?? LineWarden.longestNap, LineWarden.longestNap)
        } catch {
            logger.error("verifications on a dead line cannot be seen to; trying again", metadata: ["error": "\(error)"])
            return .seconds(1)
        }
    }

    /// The dead ones and why. A line on which a call rings that is not decided yet is left alone until it is.
    private func dead(among lines: Set<LineID>) async -> [LineID: String] {
        guard !lines.isEmpty else { return [:] }
        let (dead, seen, undecided, now) = await (fleet.deadLines(), fleet.seenLines, fleet.undecided(), clock.now())
        var reasons: [LineID: String] = [:]
        for line in lines where !undecided.mayReach(line, before: now) {
            reasons[line] = dead[line] ?? (seen.contains(line) ? nil : "its modem is not there")
        }
        return reasons
    }

    private func handOver(_ dead: [LineID: String]) async throws {
        let offers = await fleet.offers { plan.region(of: $0) }
        let outcome = try await store.handOver(from: Set(dead.keys), to: offers, region: { plan.region(of: $0) }, at: clock.now())
        guard !outcome.moved.isEmpty || !outcome.failed.isEmpty else { return }
        logger.warning(
            "a line died while verifications waited on it",
            metadata: [
                "moved": "\(outcome.moved.count)", "failed": "\(outcome.failed.count)", "reasons": "\(Set(dead.values).sorted())",
            ])
        handedOver(outcome)
    }
}
