import GRDB
import Telephony
public import Verification

extension SQLiteStore {
    /// `nil` also for one of another application.
    public func verification(_ id: VerificationID, of application: ApplicationName) async throws -> Verification? {
        try await read { database in
            let found = try VerificationTable(database: database).one(id)
            return found?.application == application ? found : nil
        }
    }

    /// By the order of creation, whatever the clock said.
    public func verifications(_ filter: VerificationFilter, page: PageRequest) async throws -> Page<Verification> {
        try await read { database in
            let rows = try database.rows(
                """
                SELECT * FROM verifications WHERE sequence < ?1 AND (?2 IS NULL OR application = ?2)
                AND (?3 IS NULL OR phone_number = ?3) AND (?4 IS NULL OR reference = ?4) AND (?5 IS NULL OR status = ?5)
                AND (?6 IS NULL OR created_ms > ?6) AND (?7 IS NULL OR created_ms < ?7)
                ORDER BY sequence DESC LIMIT ?8
                """,
                [
                    page.before ?? .max, filter.application?.rawValue, filter.phoneNumber?.description, filter.reference,
                    filter.status?.rawValue, filter.created.after, filter.created.before, page.limit + 1,
                ])
            let table = VerificationTable(database: database)
            return try paged(rows, limit: page.limit, table.verification)
        }
    }

    /// By the order of recording. Calls on a line whose number was not known are hidden from nobody.
    public func calls(_ filter: CallFilter, page: PageRequest) async throws -> Page<CallRecord> {
        try await read { database in
            let rows = try database.rows(
                """
                SELECT * FROM calls WHERE sequence < ?1 AND (?2 IS NULL OR disposition = ?2)
                AND (?3 IS NULL OR line_number = ?3) AND (?4 IS NULL OR rang_ms > ?4) AND (?5 IS NULL OR rang_ms < ?5)
                AND (line_number IS NULL OR application = ?7 OR line_number NOT IN (SELECT value FROM json_each(?8)))
                ORDER BY sequence DESC LIMIT ?6
                """,
                [
                    page.before ?? .max, filter.disposition?.rawValue, filter.numberCalled?.description, filter.started.after,
                    filter.started.before, page.limit + 1, filter.viewer?.rawValue,
                    try JSONColumn.text(filter.hiddenLines.map(\.description)),
                ])
            return try paged(rows, limit: page.limit, CallTable(database: database).record)
        }
    }

    /// How much is open.
    public func counts() async throws -> StoreCounts {
        try await read { database in
            let row = try database.row(
                """
                SELECT (SELECT count(*) FROM verifications WHERE status = 'pending') AS pending,
                (SELECT count(*) FROM deliveries WHERE state = 'pending') AS waiting,
                (SELECT count(*) FROM deliveries WHERE state = 'dead') AS dead
                """)
            return StoreCounts(
                pendingVerifications: row?["pending"] ?? 0, waitingDeliveries: row?["waiting"] ?? 0,
                deadDeliveries: row?["dead"] ?? 0)
        }
    }
}

/// One row more than the limit was asked for, to tell whether there is a next page.
func paged<Item: Sendable>(_ rows: [Row], limit: Int, _ item: (Row) throws -> Item) throws -> Page<Item> {
    let shown = rows.prefix(limit)
    return Page(items: try shown.map(item), next: rows.count > limit ? shown.last?["sequence"] : nil)
}
