import GRDB
public import Verification

extension SQLiteStore {
    /// A row that only ``prune(_:at:from:)`` removes.
    public func record(_ act: AuditEntry) async throws {
        try await writer.perform { database in
            try database.insert(
                "audit",
                ["at_ms": act.at, "actor": act.actor, "act": act.act, "subject": act.subject, "address": act.address])
        }
    }

    /// By the order of writing, whatever the clock said.
    public func audit(page: PageRequest) async throws -> Page<AuditEntry> {
        try await read { database in
            let rows = try database.rows(
                "SELECT * FROM audit WHERE sequence < ? ORDER BY sequence DESC LIMIT ?", [page.before ?? .max, page.limit + 1])
            return try paged(rows, limit: page.limit) {
                AuditEntry(
                    at: $0["at_ms"], actor: $0["actor"], act: $0["act"], subject: $0["subject"], address: $0["address"])
            }
        }
    }
}
