import GRDB
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

    /// The wall clock is right by now, as far as anybody can tell.
    public func noteBelievedClock(at now: Moment) async throws {
        try await writer.perform { database in
            _ = try database.run(
                "INSERT OR REPLACE INTO clock_anchor (id, boot, ns, ms) VALUES (2, ?, ?, ?)", StatementArguments(now.columns))
        }
    }

    /// What it showed when that was last noted, Unix milliseconds.
    public func lastBelievedClock() async throws -> Int64? {
        try await read { try $0.row("SELECT ms FROM clock_anchor WHERE id = 2")?["ms"] }
    }
}
