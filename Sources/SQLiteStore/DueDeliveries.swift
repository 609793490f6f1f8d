import GRDB
import Outbox

/// Deliveries that wait, target by target, so that a heap that waits for one delays no other.
struct DueDeliveries {
    let database: Database
    let now: UnixTime

    /// Leases the oldest due ones of each target.
    func claim(limit: Int, perTarget: Int, rooms: [String: Int], until end: UnixTime) throws -> [Delivery] {
        var claimed: [Delivery] = []
        for target in try targets() where claimed.count < limit {
            let room = min(rooms[target, default: perTarget], limit - claimed.count)
            guard room > 0 else { continue }
            let rows = try database.rows(
                """
                SELECT * FROM deliveries INDEXED BY deliveries_due WHERE state = 'pending' AND target = ? AND due_ms <= ?
                ORDER BY due_ms LIMIT ?
                """, [target, now.milliseconds, room])
            for row in rows {
                try database.run(
                    "UPDATE deliveries SET due_ms = ? WHERE sequence = ?", [end.milliseconds, row["sequence"] as Int64])
            }
            claimed += try rows.map(DeliveryTable(database: database).delivery)
        }
        return claimed
    }

    /// When the next one falls due, leases included, of targets other than these.
    func next(excluding: Set<String>) throws -> UnixTime? {
        try targets().filter { !excluding.contains($0) }.compactMap { target in
            try database.row(
                "SELECT min(due_ms) AS due FROM deliveries INDEXED BY deliveries_due WHERE state = 'pending' AND target = ?",
                [target]
            )?["due"] as Int64?
        }.min().map(UnixTime.init(milliseconds:))
    }

    /// The targets that something waits for, found by leaping through the index from one to the next. Those waiting longest come first.
    private func targets() throws -> [String] {
        try database.rows(
            """
            WITH RECURSIVE waiting (target) AS (
                SELECT min(target) FROM deliveries INDEXED BY deliveries_due WHERE state = 'pending'
                UNION ALL
                SELECT (SELECT min(target) FROM deliveries INDEXED BY deliveries_due
                    WHERE state = 'pending' AND target > waiting.target)
                FROM waiting WHERE waiting.target IS NOT NULL)
            SELECT target, (SELECT min(due_ms) FROM deliveries INDEXED BY deliveries_due
                WHERE state = 'pending' AND deliveries.target = waiting.target) AS due
            FROM waiting WHERE target IS NOT NULL ORDER BY due
            """
        ).map { $0["target"] }
    }
}
