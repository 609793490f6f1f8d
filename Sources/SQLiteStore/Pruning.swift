import GRDB
import Outbox
import Telephony
import Verification

/// How far pruning has looked, by table and kind: it goes on from there, so that no look is longer than another however much is kept.
public struct PruningProgress: Hashable, Sendable {
    fileprivate var marks: [String: Int64] = [:]
    /// Whether all that may go is gone, for now.
    public fileprivate(set) var isDone = false

    public init() {}
}

/// Removes what has been kept long enough, in the transaction at hand. It looks at a number of rows at a time, the oldest first, so that
/// no call waits for it.
struct Pruning {
    private static let rowsAtOnce = 300

    let database: Database
    let retention: RetentionPolicy
    /// The longest time in which attempts are counted.
    let attemptWindow: Duration
    let now: Moment

    /// Looks at the next rows of each kind.
    func prune(_ progress: PruningProgress) throws -> PruningProgress {
        var next = progress
        next.isDone = true
        try database.run("DELETE FROM attempt_counts WHERE since_ms < ?", [before(attemptWindow)])
        try database.run("DELETE FROM idempotency_keys WHERE created_ms < ?", [before(IdempotencyTable.kept)])
        try look("unmatched", in: "calls", "rang_ms", retention.unmatchedCalls, &next) { row in
            guard (row["verification"] as String?) == nil, (row["closed_boot"] as String?) != nil else { return }
            try delete("calls", row)
        }
        try look("calls", in: "calls", "rang_ms", retention.calls, &next) { try delete("calls", $0) }
        for (events, kept) in callbacks {
            try look("callbacks \(events)", in: "deliveries", "created_ms", kept, &next) { row in
                let isPending = (row["state"] as String) == Delivery.State.pending.rawValue
                if !isPending, (row["event_type"] as String).hasPrefix(events) { try deleteDelivery(row) }
            }
        }
        try look("verifications", in: "verifications", "created_ms", retention.verifications, &next) { row in
            guard (row["status"] as String) != VerificationStatus.pending.rawValue else { return }
            try VerificationRemoval(database: database).remove(VerificationID(rawValue: row["id"]))
        }
        try look("audit", in: "audit", "at_ms", retention.audit, &next) { try delete("audit", $0) }
        return next
    }

    /// The first words of events' types, and how long callbacks of them are kept: from when they were made no longer than what they tell
    /// of, by which erasure finds them.
    private var callbacks: [(String, Duration)] {
        [
            ("call.", min(retention.callbacks, retention.unmatchedCalls, retention.calls)),
            ("verification.", min(retention.callbacks, retention.verifications)),
            ("line.", min(retention.callbacks, retention.verifications)), ("", retention.callbacks),
        ]
    }

    private func before(_ kept: Duration) -> Int64 { now.unixMilliseconds - kept.wholeNanoseconds / 1_000_000 }

    /// Rows from the mark on, until one that is too young; those that are kept for another reason, or were recorded under a clock that
    /// was in the future, are passed over until it begins anew.
    private func look(
        _ kind: String, in table: String, _ time: String, _ kept: Duration, _ progress: inout PruningProgress,
        _ visit: (Row) throws -> Void
    ) throws {
        let rows = try database.rows(
            "SELECT * FROM \(table) WHERE sequence > ? ORDER BY sequence LIMIT \(Pruning.rowsAtOnce)",
            [progress.marks[kind, default: 0]])
        let limit = before(kept)
        for row in rows {
            let at: Int64 = row[time]
            guard at < limit || at > now.unixMilliseconds else { return }
            if at < limit { try visit(row) }
            progress.marks[kind] = row["sequence"]
        }
        if rows.count == Pruning.rowsAtOnce { progress.isDone = false }
    }

    private func deleteDelivery(_ row: Row) throws {
        try database.run("DELETE FROM attempts WHERE message = ?", [row["id"] as String])
        try delete("deliveries", row)
    }

    private func delete(_ table: String, _ row: Row) throws {
        try database.run("DELETE FROM \(table) WHERE sequence = ?", [row["sequence"] as Int64])
    }
}
