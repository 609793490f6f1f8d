import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    /// No deadline is further away than the whole lifetime, whatever the wall clock says.
    public func reanchor(at now: Moment) async throws {
        try await writer.perform { database in
            let rows = try database.rows(
                """
                SELECT sequence, lifetime_ns, deadline_ms FROM verifications INDEXED BY verifications_by_deadline
                WHERE status = 'pending' AND deadline_boot <> ?
                """, [now.boot.rawValue])
            for row in rows { try moveDeadline(row, at: now, in: database) }
        }
    }

    /// At most 256 at a time, the earliest first.
    public func expireDue(at now: Moment, undecided: UndecidedCalls) async throws -> [Verification] {
        try await writer.perform { [customers] database in
            // A number of them at a time, so that no call waits for all of them; those left are due at once again.
            let due = try VerificationTable(database: database).due(at: now)
            let end = VerificationEnd(database: database, customers: customers.current)
            return try due.filter { !waits($0, for: undecided) }.map { $0.expired(at: now) }.filter { try end.write($0, at: now) }
        }
    }

    /// With its callback in one transaction; the first end stands.
    public func cancel(_ id: VerificationID, of application: ApplicationName, at now: Moment) async throws -> Verification? {
        try await writer.perform { [customers] database in
            let found = try VerificationTable(database: database).one(id)
            guard let found, found.application == application else { return nil }
            let canceled = found.ended(as: .canceled, at: now)
            let end = VerificationEnd(database: database, customers: customers.current)
            return try end.write(canceled, at: now) ? canceled : found
        }
    }

    /// With its callback in one transaction; the first end stands.
    public func stepUp(_ id: VerificationID, of application: ApplicationName, at now: Moment) async throws -> StepUpOutcome? {
        try await writer.perform { [customers] database in
            let found = try VerificationTable(database: database).one(id)
            guard let found, found.application == application else { return nil }
            var verified = found.ended(as: .verified, at: now)
            verified.assurance = .steppedUp
            let end = VerificationEnd(database: database, customers: customers.current)
            return found.isSuspected ? try end.write(verified, at: now) ? .verified(verified) : .notFlagged : .notFlagged
        }
    }

    /// Means something after ``reanchor(at:)`` only.
    public func nextDeadline() async throws -> BootInstant? {
        try await read { database in
            let row = try database.row("SELECT min(deadline_ns) AS earliest FROM verifications WHERE status = 'pending'")
            return (row?["earliest"] as Int64?).map(BootInstant.init(nanoseconds:))
        }
    }
}

/// What the wall clock says is left, and never more than there was to begin with.
private func moveDeadline(_ row: Row, at now: Moment, in database: Database) throws {
    let lifetime: Int64 = row["lifetime_ns"]
    let (left, overflow) = (row["deadline_ms"] as Int64).subtractingReportingOverflow(now.unixMilliseconds)
    let milliseconds = overflow ? 0 : min(max(left, 0), lifetime / 1_000_000)
    let deadline = now.advanced(by: .milliseconds(milliseconds))
    try database.run(
        "UPDATE verifications SET deadline_boot = ?, deadline_ns = ?, deadline_ms = ? WHERE sequence = ?",
        StatementArguments(deadline.columns + [row["sequence"] as Int64]))
}

/// Whether a call that began to ring in time on one of its lines is still undecided.
private func waits(_ verification: Verification, for undecided: UndecidedCalls) -> Bool {
    verification.handedOut.contains { undecided.mayReach($0.line, before: verification.deadline) }
}
