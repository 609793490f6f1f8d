import GRDB
public import Outbox
import Telephony

extension SQLiteStore: DeliveryStore {
    public func claim(
        limit: Int, excludingHosts: Set<String>, now: UnixTime, lease: Duration
    ) async throws -> [Delivery] {
        let until = now.milliseconds + lease.wholeNanoseconds / 1_000_000
        let excluded = try JSONColumn.text(excludingHosts.sorted())
        return try await writer.perform { database in
            let rows = try database.rows(
                """
                SELECT * FROM deliveries INDEXED BY deliveries_due WHERE state = 'pending' AND due_ms <= ?
                AND host NOT IN (SELECT value FROM json_each(?)) ORDER BY due_ms, sequence LIMIT ?
                """, [now.milliseconds, excluded, limit])
            for row in rows {
                try database.run("UPDATE deliveries SET due_ms = ? WHERE sequence = ?", [until, row["sequence"] as Int64])
            }
            return try rows.map(DeliveryTable(database: database).delivery)
        }
    }

    public func record(_ attempt: DeliveryAttempt, next: NextStep) async throws {
        let outcome = try JSONColumn.text(StoredOutcome(attempt.outcome))
        try await writer.perform { database in
            try database.insert(
                "attempts",
                [
                    "message": attempt.message.rawValue, "number": attempt.number,
                    "started_ms": attempt.startedAt.milliseconds, "took_ns": attempt.took.wholeNanoseconds, "outcome": outcome,
                ])
            try database.run(
                """
                UPDATE deliveries SET attempts = attempts + 1, state = ?1, next_ms = coalesce(?2, next_ms),
                due_ms = coalesce(?2, due_ms) WHERE id = ?3 AND state = 'pending'
                """, [next.state.rawValue, next.retryMilliseconds, attempt.message.rawValue])
        }
    }

    public func nextDue(excludingHosts: Set<String>) async throws -> UnixTime? {
        let excluded = try JSONColumn.text(excludingHosts.sorted())
        return try await read { database in
            let row = try database.row(
                """
                SELECT due_ms FROM deliveries INDEXED BY deliveries_due WHERE state = 'pending'
                AND host NOT IN (SELECT value FROM json_each(?)) ORDER BY due_ms LIMIT 1
                """, [excluded])
            return row.map { UnixTime(milliseconds: $0["due_ms"]) }
        }
    }

    public func deliveries(account: String?, state: Delivery.State?, limit: Int, before: Int64?) async throws -> DeliveryPage {
        let limit = min(max(limit, 1), 100)
        return try await read { database in
            let rows = try database.rows(
                """
                SELECT * FROM deliveries WHERE sequence < ?1 AND (?2 IS NULL OR account = ?2)
                AND (?3 IS NULL OR state = ?3) ORDER BY sequence DESC LIMIT ?4
                """, [before ?? .max, account, state?.rawValue, limit + 1])
            let shown = rows.prefix(limit)
            return DeliveryPage(
                items: try shown.map(DeliveryTable(database: database).delivery),
                next: rows.count > limit ? shown.last?["sequence"] : nil)
        }
    }

    public func attempts(of message: MessageID) async throws -> [DeliveryAttempt] {
        try await read { database in
            try database.rows("SELECT * FROM attempts WHERE message = ? ORDER BY sequence", [message.rawValue]).map { row in
                guard let outcome = try JSONColumn.value(row["outcome"], as: StoredOutcome.self)?.outcome else {
                    throw UnreadableRow(table: "attempts")
                }
                return DeliveryAttempt(
                    message: message, number: row["number"], startedAt: UnixTime(milliseconds: row["started_ms"]),
                    took: .nanoseconds(row["took_ns"] as Int64), outcome: outcome)
            }
        }
    }
}

extension NextStep {
    fileprivate var state: Delivery.State {
        switch self {
        case .delivered: .delivered
        case .retry: .pending
        case .dead: .dead
        }
    }

    fileprivate var retryMilliseconds: Int64? {
        if case .retry(let time) = self { time.milliseconds } else { nil }
    }
}
