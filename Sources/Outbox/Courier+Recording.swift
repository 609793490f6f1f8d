import Logging

/// What comes of an attempt.
extension Courier {
    func conclude(_ delivery: Delivery, _ outcome: CallbackOutcome, _ started: UnixTime) async {
        let number = delivery.attempts + 1
        let (attempt, next, steppedBefore) = await whileClockStands {
            let ended = clock.now()
            let attempt = DeliveryAttempt(
                message: delivery.id, number: number, startedAt: started, took: max(.zero, ended - started), outcome: outcome,
                url: delivery.url, scheduleStart: delivery.scheduleStart)
            let next = policy.schedule.next(
                after: number - delivery.scheduleStart, outcome: outcome, at: ended, using: &generator)
            if !wasOvertaken(delivery) { learn(next, of: delivery.target, from: outcome, at: ended) }
            return (attempt, next, stepped)
        }
        guard await record(attempt, next, decidedAt: steppedBefore) else { return }
        count(next)
        logger.debug("callback tried", metadata: ["message": "\(delivery.id)", "attempt": "\(number)", "next": "\(next)"])
    }

    /// Whether its target was sent elsewhere while it was on its way: what came of it says nothing of the new place.
    private func wasOvertaken(_ delivery: Delivery) -> Bool { overtaken.remove(delivery.id) != nil }

    private func learn(_ next: NextStep, of target: String, from outcome: CallbackOutcome, at now: UnixTime) {
        switch (next, outcome) {
        case (.delivered, _): circuits[target, default: CircuitBreaker()].succeeded()
        case (.gone, _), (_, .failed(.stale)), (_, .failed(.disabled)): break
        default: circuits[target, default: CircuitBreaker()].failed(at: now)
        }
        // The whole target asks, not for this one delivery alone.
        if case .answered(let status, let asked?) = outcome, [429, 503].contains(status) {
            circuits[target]?.rest(for: asked, at: now)
        }
        if circuits.count > Courier.mostCircuits, let idle = circuits.keys.first(where: { underWay[$0] == nil }) {
            circuits[idle] = nil
        }
    }

    /// Tries until it is stopped: until then it is under way, and not sent again.
    private func record(_ attempt: DeliveryAttempt, _ next: NextStep, decidedAt steppedBefore: Duration) async -> Bool {
        var wait = Duration.seconds(1)
        while true {
            let error: (any Error)? = await whileClockStands {
                do {
                    try await store.record(attempt, next: next.moved(by: stepped - steppedBefore))
                    return nil
                } catch { return error }
            }
            guard let error else { return true }
            noteStoreError(error)
            guard (try? await clock.sleep(wait)) != nil else { return false }
            wait = min(wait * 2, policy.longestNap)
        }
    }

    private func count(_ next: NextStep) {
        switch next {
        case .delivered: counters.delivered += 1
        case .retry: counters.failed += 1
        case .dead, .gone: counters.dead += 1
        }
    }
}
