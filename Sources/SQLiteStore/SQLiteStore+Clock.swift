public import Telephony

extension SQLiteStore {
    /// Looks how far the wall clock was set since this was last called, also by a process before, and moves `expires_at` of what is
    /// pending and the next attempts of what waits in the outbox by as much, in one transaction: after all
    /// that was asked of the store before, and before all that is asked of it later. Gives back how far: zero for less than a
    /// second.
    @discardableResult
    public func followWallClock(to now: Moment) async throws -> Duration {
        .milliseconds(try await writer.perform(.inOrder) { try ClockAnchor(database: $0).move(to: now) })
    }
}
