import GRDB
import Outbox
import Telephony
import Verification

/// Removes what has been kept long enough, in the transaction at hand. Some at a time, the oldest first, so that no call waits for it.
struct Pruning {
    private static let batch = 200

    let database: Database
    let retention: RetentionPolicy
    let now: Moment

    /// Whether there may be more.
    func prune() throws -> Bool {
        try database.run("DELETE FROM attempt_counts WHERE since_ms < ?", [before(.seconds(366 * 86_400))])
        let removed = [
            try pruneUnmatchedCalls(), try pruneCalls(), try pruneCallbacks(), try pruneVerifications(), try pruneAudit(),
        ]
        return removed.contains(Pruning.batch)
    }

    private func before(_ kept: Duration) -> Int64 { now.unixMilliseconds - kept.wholeNanoseconds / 1_000_000 }

    private func pruneUnmatchedCalls() throws -> Int {
        try delete("calls", "rang_ms < ? AND verification IS NULL AND closed_boot IS NOT NULL", before(retention.unmatchedCalls))
    }

    private func pruneCalls() throws -> Int { try delete("calls", "rang_ms < ?", before(retention.calls)) }

    private func pruneCallbacks() throws -> Int {
        let rows = try database.rows(
            "SELECT id FROM deliveries WHERE created_ms < ? AND state <> 'pending' ORDER BY sequence LIMIT \(Pruning.batch)",
            [before(retention.callbacks)])
        for row in rows {
            let id: String = row["id"]
            try database.run("DELETE FROM attempts WHERE message = ?", [id])
            try database.run("DELETE FROM deliveries WHERE id = ?", [id])
        }
        return rows.count
    }

    private func pruneVerifications() throws -> Int {
        let rows = try database.rows(
            "SELECT id FROM verifications WHERE created_ms < ? AND status <> 'pending' ORDER BY sequence LIMIT \(Pruning.batch)",
            [before(retention.verifications)])
        for row in rows { try VerificationRemoval(database: database).remove(VerificationID(rawValue: row["id"])) }
        return rows.count
    }

    private func pruneAudit() throws -> Int { try delete("audit", "at_ms < ?", before(retention.audit)) }

    private func delete(_ table: String, _ condition: String, _ limit: Int64) throws -> Int {
        try database.run(
            "DELETE FROM \(table) WHERE sequence IN (SELECT sequence FROM \(table) WHERE \(condition) ORDER BY sequence LIMIT \(Pruning.batch))",
            [limit])
    }
}
