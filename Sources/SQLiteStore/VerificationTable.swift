import GRDB
import Telephony
import Verification

/// Reads and writes rows of `verifications` and `handed_out_lines`.
struct VerificationTable {
    let database: Database

    /// Those that fit a condition, oldest first. `index`: the one to go by, where the planner would rather read all that ever was.
    func all(_ condition: String, _ arguments: StatementArguments, index: String? = nil) throws -> [Verification] {
        let hint = index.map { "INDEXED BY \($0)" } ?? ""
        let sql = "SELECT * FROM verifications \(hint) WHERE \(condition) ORDER BY sequence"
        return try database.rows(sql, arguments, verification)
    }

    /// The one of this identity, whosever it is.
    func one(_ id: VerificationID) throws -> Verification? {
        try database.rows("SELECT * FROM verifications WHERE id = ?", [id.rawValue], verification).first
    }

    /// Those whose number still has its slot: pending, or ended within the gap.
    func slots(of number: E164, gap: Duration, now: Moment) throws -> [Verification] {
        try all("phone_number = ? AND holds_slot = 1", [number.description]).filter { $0.holdsSlot(gap: gap, now: now) }
    }

    /// The pending ones that a line was handed out for.
    func pending(on line: LineID) throws -> [Verification] {
        try all(
            "status = 'pending' AND EXISTS (SELECT 1 FROM handed_out_lines WHERE verification = id AND line = ?)",
            [line.rawValue], index: "verifications_by_deadline")
    }

    /// A few of them: enough to tell whether there is only one.
    func someOfPending(on line: LineID) throws -> [Verification] {
        guard try database.row("SELECT 1 FROM slot_counts WHERE line = ? AND slots > 0", [line.rawValue]) != nil else { return [] }
        return try database.rows(
            """
            SELECT * FROM verifications INDEXED BY verifications_by_deadline WHERE status = 'pending'
            AND EXISTS (SELECT 1 FROM handed_out_lines WHERE verification = id AND line = ?) LIMIT 8
            """, [line.rawValue], verification)
    }

    /// The pending ones whose time is over, 256 at the most.
    func due(at now: Moment) throws -> [Verification] {
        try database.rows(
            """
            SELECT * FROM verifications INDEXED BY verifications_by_deadline
            WHERE status = 'pending' AND deadline_boot = ? AND deadline_ns <= ? ORDER BY deadline_ns LIMIT 256
            """, [now.boot.rawValue, now.instant.nanoseconds], verification)
    }

    func insert(_ verification: Verification, lifetime: Duration) throws {
        let (created, deadline) = (verification.createdAt, verification.deadline)
        try database.insert(
            "verifications",
            [
                "id": verification.id.rawValue, "application": verification.application.rawValue,
                "phone_number": verification.phoneNumber.description, "status": verification.status.rawValue,
                "reference": verification.reference, "metadata": try JSONColumn.text(verification.metadata),
                "callback_url": verification.callbackURL, "lifetime_ns": lifetime.wholeNanoseconds,
                "created_boot": created.boot.rawValue, "created_ns": created.instant.nanoseconds,
                "created_ms": created.unixMilliseconds,
                "deadline_boot": deadline.boot.rawValue, "deadline_ns": deadline.instant.nanoseconds,
                "deadline_ms": deadline.unixMilliseconds,
                "assurance": verification.assurance.rawValue, "is_simulated": verification.isSimulated,
                "client": verification.client, "flags": StoredFlags(verification.flags).text,
                "face": try JSONColumn.text(verification.face),
            ])
        for (position, line) in verification.handedOut.enumerated() {
            try insert(line, of: verification.id, position: position)
        }
    }

    func insert(_ line: Verification.HandedOutLine, of id: VerificationID, position: Int) throws {
        try database.insert(
            "handed_out_lines",
            [
                "verification": id.rawValue, "position": position, "line": line.line.rawValue, "number": line.number.description,
                "since_boot": line.since.boot.rawValue, "since_ns": line.since.instant.nanoseconds,
                "since_ms": line.since.unixMilliseconds,
            ])
    }

    /// Writes the end. `false` where it had ended already: the first end stands.
    func end(_ verification: Verification) throws -> Bool {
        let values: [(any DatabaseValueConvertible)?] =
            [
                verification.status.rawValue, verification.reason, try JSONColumn.text(verification.lastCall),
                try JSONColumn.text(verification.evidence), verification.assurance.rawValue, StoredFlags(verification.flags).text,
            ] + (verification.endedAt?.columns ?? [nil, nil, nil]) + [verification.id.rawValue]
        return try database.run(
            """
            UPDATE verifications SET status = ?, reason = ?, last_call = ?, evidence = ?, assurance = ?, flags = ?,
            ended_boot = ?, ended_ns = ?, ended_ms = ? WHERE id = ? AND status = 'pending'
            """, StatementArguments(values)) == 1
    }

    /// Notes what became of the last call, while it is pending.
    func noteLastCall(_ call: Verification.LastCall, of id: VerificationID) throws {
        try database.run(
            "UPDATE verifications SET last_call = ? WHERE id = ? AND status = 'pending'",
            [try JSONColumn.text(call), id.rawValue])
    }

    /// Notes a call that would have verified it but for its flags, while it is pending.
    func noteSuspicion(_ suspected: Verification) throws {
        try database.run(
            "UPDATE verifications SET last_call = ?, evidence = ?, flags = ? WHERE id = ? AND status = 'pending'",
            [
                try JSONColumn.text(suspected.lastCall), try JSONColumn.text(suspected.evidence), StoredFlags(suspected.flags).text,
                suspected.id.rawValue,
            ])
    }

    func verification(_ row: Row) throws -> Verification {
        guard let application = ApplicationName(rawValue: row["application"]), let number = E164(row["phone_number"] as String),
            let status = VerificationStatus(rawValue: row["status"]), let assurance = Assurance(rawValue: row["assurance"]),
            let createdAt = Moment(row, "created"), let deadline = Moment(row, "deadline")
        else { throw UnreadableRow(table: "verifications") }
        let id = VerificationID(rawValue: row["id"])
        return Verification(
            id: id, application: application, phoneNumber: number, handedOut: try handedOut(id), status: status,
            reason: row["reason"], reference: row["reference"], metadata: try JSONColumn.value(row["metadata"]),
            callbackURL: row["callback_url"], createdAt: createdAt, deadline: deadline, endedAt: Moment(row, "ended"),
            lastCall: try JSONColumn.value(row["last_call"]), evidence: try JSONColumn.value(row["evidence"]),
            assurance: assurance,
            flags: StoredFlags(text: row["flags"]).flags,
            client: row["client"], face: try JSONColumn.value(row["face"]), isSimulated: row["is_simulated"])
    }

    private func handedOut(_ id: VerificationID) throws -> [Verification.HandedOutLine] {
        try database.rows("SELECT * FROM handed_out_lines WHERE verification = ? ORDER BY position", [id.rawValue]) { row in
            guard let number = MSISDN(row["number"] as String), let since = Moment(row, "since") else {
                throw UnreadableRow(table: "handed_out_lines")
            }
            return Verification.HandedOutLine(line: LineID(rawValue: row["line"]), number: number, since: since)
        }
    }
}
