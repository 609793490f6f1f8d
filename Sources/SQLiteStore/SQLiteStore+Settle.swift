import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    /// Goes before all that is no call, and shares a commit with the calls that wait with it.
    public func settle(_ call: ObservedCall, at now: Moment) async throws -> Settlement {
        let gap = slotPolicy.gap
        // Which rows are open is asked then: all that was closed has to be written.
        return try await writer.perform(.urgent, readsDeferred: call.call.mayHaveBegunEarlier) { [customers] database in
            try CallSettlement(database: database, customers: customers.current, gap: gap, now: now).settle(call)
        }
    }

    /// Written with the next commit or ``flush()``; the first end stands.
    public func close(_ call: CallID, at now: Moment) {
        writer.later { database in
            _ = try database.run(
                "UPDATE calls SET closed_boot = ?, closed_ns = ?, closed_ms = ? WHERE id = ? AND closed_boot IS NULL",
                StatementArguments(now.columns + [call.rawValue]))
        }
    }

    /// Writes only where there are any. Of an earlier start of the machine the wall clock decides, whichever way it was set.
    public func closeForgottenCalls(at now: Moment) async throws {
        let latest = now.instant.nanoseconds - longestRing.wholeNanoseconds
        let longest = longestRing.wholeNanoseconds / 1_000_000
        let forgotten = try await read { database in
            try database.rows(
                """
                SELECT sequence FROM calls INDEXED BY calls_open WHERE closed_boot IS NULL
                AND (rang_boot = ?1 AND rang_ns < ?2 OR rang_boot <> ?1 AND abs(rang_ms - ?3) > ?4)
                """, [now.boot.rawValue, latest, now.unixMilliseconds, longest]
            ).map { $0["sequence"] as Int64 }
        }
        guard !forgotten.isEmpty else { return }
        try await writer.perform { database in
            for sequence in forgotten {
                try database.run(
                    "UPDATE calls SET closed_boot = ?, closed_ns = ?, closed_ms = ? WHERE sequence = ? AND closed_boot IS NULL",
                    StatementArguments(now.columns + [sequence]))
            }
        }
    }
}

/// Nobody lets it ring for longer.
private let longestRing = Duration.seconds(600)
