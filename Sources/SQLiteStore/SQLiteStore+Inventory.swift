import GRDB
public import Telephony

/// What is kept of modems and lines over a restart.
extension SQLiteStore {
    /// Modems that an operator took out of service.
    public func disabledModems() async throws -> Set<ModemID> {
        try await read { database in
            Set(try database.rows("SELECT modem FROM disabled_modems").map { ModemID(rawValue: $0["modem"]) })
        }
    }

    /// Keeps that a modem was taken out of service, or put back; doing so twice is harmless.
    public func setDisabled(_ isDisabled: Bool, _ modem: ModemID) async throws {
        _ = try await writer.perform { database in
            try database.run(
                isDisabled
                    ? "INSERT OR IGNORE INTO disabled_modems (modem) VALUES (?)" : "DELETE FROM disabled_modems WHERE modem = ?",
                [modem.rawValue])
        }
    }

    /// When a call last arrived on each line, Unix milliseconds, as far as it was noted.
    public func lineProofs() async throws -> [LineID: Int64] {
        try await read { database in
            let rows = try database.rows("SELECT line, proven_ms FROM line_proofs")
            return Dictionary(uniqueKeysWithValues: rows.map { (LineID(rawValue: $0["line"]), $0["proven_ms"]) })
        }
    }

    /// In the place of what was noted before; Unix milliseconds.
    public func noteProof(of line: LineID, at milliseconds: Int64) async throws {
        _ = try await writer.perform { database in
            try database.run(
                "INSERT INTO line_proofs (line, proven_ms) VALUES (?1, ?2) ON CONFLICT (line) DO UPDATE SET proven_ms = ?2",
                [line.rawValue, milliseconds])
        }
    }

    /// Removes the tests before then, Unix milliseconds.
    public func forgetLineTests(before milliseconds: Int64) async throws {
        _ = try await writer.perform { try $0.run("DELETE FROM line_tests WHERE at_ms < ?", [milliseconds]) }
    }

    /// All tests that are kept, oldest first.
    public func lineTests() async throws -> [LineTest] {
        try await read { database in
            try database.rows("SELECT * FROM line_tests ORDER BY sequence").compactMap { row in
                LineTest.Outcome(rawValue: row["outcome"]).map {
                    LineTest(
                        caller: LineID(rawValue: row["caller"]), called: LineID(rawValue: row["called"]), at: row["at_ms"],
                        outcome: $0)
                }
            }
        }
    }

    /// Kept until ``forgetLineTests(before:)``.
    public func record(_ test: LineTest) async throws {
        try await writer.perform { database in
            try database.insert(
                "line_tests",
                [
                    "caller": test.caller.rawValue, "called": test.called.rawValue, "at_ms": test.at,
                    "outcome": test.outcome.rawValue,
                ])
        }
    }

    /// The newest time that any record bears, Unix milliseconds: no right clock is before it.
    public func newestRecord() async throws -> Int64? {
        try await read { database in
            let row = try database.row(
                """
                SELECT max(
                    coalesce((SELECT created_ms FROM verifications ORDER BY sequence DESC LIMIT 1), 0),
                    coalesce((SELECT rang_ms FROM calls ORDER BY sequence DESC LIMIT 1), 0)) AS newest
                """)
            return (row?["newest"] as Int64?).flatMap { $0 > 0 ? $0 : nil }
        }
    }
}
