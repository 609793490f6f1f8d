import Fleet
import Logging
import Telephony
import Verification

/// Ends what is due, to the second, and not before every line was asked for calls that rang in time.
struct Expirer: Sendable {
    static let longestNap = Duration.seconds(60)
    static let betweenSweeps = Duration.seconds(300)
    static let startLimit = Duration.seconds(15)

    let store: any VerificationStore
    let fleet: Fleet
    let recorder: CallRecorder
    let clock: GatewayClock
    let alarm: Alarm
    let ended: @Sendable ([Verification]) -> Void
    let logger: Logger

    func run() async {
        await waitForLines()
        var nextSweep = clock.now().instant
        while !Task.isCancelled {
            if clock.now().instant >= nextSweep {
                try? await store.closeForgottenCalls(at: clock.now())
                nextSweep = clock.now().instant.advanced(by: Expirer.betweenSweeps)
            }
            let nap = await look()
            await alarm.wait(atMost: nap)
        }
    }

    /// USB devices come one after the other: a line that somebody waits on may be among those to come.
    private func waitForLines() async {
        let limit = clock.now().instant.advanced(by: Expirer.startLimit)
        let waitedOn = (try? await store.waitedOn()) ?? []
        while !Task.isCancelled, await !isSeen(waitedOn), clock.now().instant < limit {
            await alarm.wait(atMost: .milliseconds(200))
        }
    }

    private func isSeen(_ lines: Set<LineID>) async -> Bool {
        let (hasLooked, seen) = await (fleet.hasLooked, fleet.seenLines)
        return hasLooked && lines.isSubset(of: seen)
    }

    /// Ends what is due and says how long there is nothing to do.
    private func look() async -> Duration {
        do {
            let now = clock.now()
            var undecided = recorder.undecided
            await undecided.add(fleet.undecided())
            let over = try await store.expireDue(at: now, undecided: undecided)
            if !over.isEmpty { ended(over) }
            guard let next = try await store.nextDeadline() else { return Expirer.longestNap }
            let left = next.duration(since: clock.now().instant)
            return min(max(left, undecided.isEmpty ? .milliseconds(5) : .milliseconds(250)), Expirer.longestNap)
        } catch {
            logger.error("verifications cannot be ended; trying again", metadata: ["error": "\(error)"])
            return .seconds(1)
        }
    }
}
