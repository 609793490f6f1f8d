public import Telephony

extension SQLiteStore {
    /// Looks how far the wall clock was set since this was last called, also by a process before, and moves `expires_at` of what is
    /// pending and the next attempts of what waits in the outbox by as much. Gives back how far: zero for less than a second.
    @discardableResult
    public func followWallClock(to now: Moment) async throws -> Duration {
        // What a crash interrupted comes first: it was another step.
        try await moveDeliveries()
        let step = try await writer.perform { try ClockAnchor(database: $0).move(to: now) }
        try await moveDeliveries()
        return .milliseconds(step)
    }

    private func moveDeliveries() async throws {
        while try await writer.perform({ try ClockAnchor(database: $0).moveSome() }) {}
    }
}
