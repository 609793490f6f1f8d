import GRDB
public import Telephony

/// One PIN that a card was given and did not take, or whose outcome nobody heard.
public struct PINAttempt: Hashable, Sendable {
    /// The version of the file it was read from: its modification time, Unix milliseconds.
    public let fileVersion: Int64
    /// `false`: the outcome is unknown.
    public let wasRefused: Bool
}

extension SQLiteStore {
    /// The attempts since this card last took a PIN, oldest first. The PIN itself is kept nowhere.
    public func pinAttempts(of card: ICCID) async throws -> [PINAttempt] {
        try await read { database in
            try database.rows("SELECT * FROM pin_attempts WHERE card = ? ORDER BY sequence", [card.description]).map {
                PINAttempt(fileVersion: $0["file_version"], wasRefused: $0["was_refused"])
            }
        }
    }

    /// To be durable before the PIN is sent.
    public func notePINAttempt(of card: ICCID, fileVersion: Int64, at now: Moment) async throws {
        try await writer.perform { database in
            try database.insert(
                "pin_attempts",
                ["card": card.description, "file_version": fileVersion, "was_refused": false, "at_ms": now.unixMilliseconds])
        }
    }

    /// The last one did not reach the card.
    public func forgetPINAttempt(of card: ICCID) async throws {
        _ = try await writer.perform { database in
            try database.run(
                "DELETE FROM pin_attempts WHERE sequence = (SELECT max(sequence) FROM pin_attempts WHERE card = ?)",
                [card.description])
        }
    }

    /// What the card said. Taken: it has all its tries again.
    public func notePINOutcome(of card: ICCID, wasTaken: Bool) async throws {
        _ = try await writer.perform { database in
            if wasTaken {
                try database.run("DELETE FROM pin_attempts WHERE card = ?", [card.description])
            } else {
                try database.run(
                    """
                    UPDATE pin_attempts SET was_refused = 1
                    WHERE sequence = (SELECT max(sequence) FROM pin_attempts WHERE card = ?)
                    """, [card.description])
            }
        }
    }
}
