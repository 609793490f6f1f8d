import GRDB
import Outbox

/// Deliveries that wait, target by target, so that a heap that waits for one delays no other.
struct DueDeliveries {
    let database: Database
    let underWay: DeliveriesUnderWay

    /// The oldest due ones of each target.
    func due(at now: UnixTime, limit: Int, perTarget: Int, rooms: [String: Int]) throws -> [Delivery] {
        var due: [Delivery] = []
        for target in try targets() where due.count < limit {
            let room = min(rooms[target, default: perTarget], limit - due.count)
            guard room > 0 else { continue }
            due += try oldest(room, of: target, by: now, DeliveryTable(database: database).delivery)
        }
        return due
    }

    /// When the next one falls due, of targets other than these.
    func next(excluding: Set<String>) throws -> UnixTime? {
        try targets().filter { !excluding.contains($0) }.compactMap { target in
            try oldest(1, of: target, by: nil) { $0["due_ms"] as Int64 }.first
        }.min().map(UnixTime.init(milliseconds:))
    }

    /// `now`: those that are due by then; else whenever they are.
    private func oldest<Value>(
        _ count: Int, of target: String, by now: UnixTime?, _ read: (Row) throws -> Value
    ) throws -> [Value] {
        let besides = underWay[target] ?? []
        let rows = try database.rows(
            """
            SELECT * FROM deliveries INDEXED BY deliveries_due WHERE state = 'pending' AND target = ? AND due_ms <= ?
            ORDER BY due_ms LIMIT ?
            """, [target, now?.milliseconds ?? .max, count + besides.count]
        ) { row in besides.contains(MessageID(rawValue: row["id"])) ? nil : try read(row) }
        return Array(rows.compactMap { $0 }.prefix(count))
    }

    /// The targets that something waits for, found by leaping through the index from one to the next. Those waiting longest come first.
    func targets() throws -> [String] {
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
