import FoundationEssentials
import GRDB
import Outbox
public import Telephony
public import Verification

extension SQLiteStore: VerificationStore {
    /// With their callback URLs as endpoints; keys are looked up anew from then on.
    public func register(_ applications: [Application]) async throws {
        keys.removeAll()
        let known = { @Sendable [customers] (endpoints: [Endpoint]) in
            customers.update { $0 = Customers(applications: applications, endpoints: endpoints) }
        }
        _ = try await writer.perform(committed: known) { database in
            try database.run("UPDATE applications SET is_configured = 0")
            for application in applications {
                try database.run(
                    "INSERT INTO applications (name, is_configured) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET is_configured = 1",
                    [application.name.rawValue])
            }
            return try ConfiguredEndpoints(database: database).write(applications)
        }
    }

    /// Throws `StoreError.unknownApplication`.
    public func insert(_ key: APIKeyRecord) async throws {
        try await writer.perform { database in
            let application = try database.row(
                "SELECT 1 FROM applications WHERE name = ? AND is_configured = 1", [key.application.rawValue])
            guard application != nil else { throw StoreError.unknownApplication(key.application) }
            try database.insert(
                "api_keys",
                [
                    "id": key.id.rawValue, "application": key.application.rawValue, "hash": Data(key.hash), "hint": key.hint,
                    "scopes": key.scopes.map(\.rawValue).sorted().joined(separator: " "),
                    "created_boot": key.createdAt.boot.rawValue, "created_ns": key.createdAt.instant.nanoseconds,
                    "created_ms": key.createdAt.unixMilliseconds, "expires_ms": key.expiresAt,
                ])
        }
    }

    /// From memory where it was looked up lately.
    public func key(hash: [UInt8]) async throws -> APIKeyRecord? {
        if let known = keys.record(hash) { return known }
        let mark = keys.mark
        let found = try await read { database in
            let row = try database.row(
                """
                SELECT api_keys.* FROM api_keys JOIN applications ON name = application
                WHERE hash = ? AND revoked_boot IS NULL AND is_configured = 1
                """, [Data(hash)])
            return try row.map(keyRecord)
        }
        if let found { keys.remember(found, readAt: mark) }
        return found
    }

    /// What cannot be written is left to a later use.
    public func noteUse(of key: KeyID, at now: Moment) async {
        guard keys.noteUse(of: key, at: now.unixMilliseconds) else { return }
        // What cannot be noted now is noted at the next use.
        _ = try? await writer.perform { database in
            try database.run(
                "UPDATE api_keys SET last_used_ms = ? WHERE id = ?", [now.unixMilliseconds, key.rawValue])
        }
    }

    /// By the order of creation; expired ones as well.
    public func keys(of application: ApplicationName?) async throws -> [APIKeyRecord] {
        try await read { database in
            let rows = try database.rows(
                "SELECT * FROM api_keys WHERE ?1 IS NULL OR application = ?1 ORDER BY sequence", [application?.rawValue])
            return try rows.map(keyRecord)
        }
    }

    /// `true` also where it was revoked before, whose time stands.
    public func revoke(_ id: KeyID, at now: Moment) async throws -> Bool {
        defer { keys.removeAll() }
        return try await writer.perform { database in
            try database.run(
                "UPDATE api_keys SET revoked_boot = ?, revoked_ns = ?, revoked_ms = ? WHERE id = ? AND revoked_boot IS NULL",
                StatementArguments(now.columns + [id.rawValue]))
            return try database.row("SELECT 1 FROM api_keys WHERE id = ?", [id.rawValue]) != nil
        }
    }
}

private func keyRecord(_ row: Row) throws -> APIKeyRecord {
    guard let application = ApplicationName(rawValue: row["application"]), let createdAt = Moment(row, "created") else {
        throw UnreadableRow(table: "api_keys")
    }
    let scopes = (row["scopes"] as String).split(separator: " ").compactMap { APIKeyRecord.Scope(rawValue: String($0)) }
    return APIKeyRecord(
        id: KeyID(rawValue: row["id"]), application: application, hash: [UInt8](row["hash"] as Data), hint: row["hint"],
        scopes: Set(scopes), createdAt: createdAt, revokedAt: Moment(row, "revoked"),
        expiresAt: row["expires_ms"], lastUsedAt: row["last_used_ms"])
}
