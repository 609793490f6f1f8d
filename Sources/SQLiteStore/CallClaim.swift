import GRDB
import Telephony
import Verification

/// Lets an application claim a call that matched nothing, where its policy has it so: on its own lines only, a short while after, once,
/// and never where a slot of the number is taken. The claim is a verification that ended, and is called back like any other.
struct CallClaim {
    let database: Database
    let request: AuthenticationRequest
    let now: Moment
    let customers: Customers
    let gap: Duration

    /// The verification that the claim made; `nil`: there is nothing to claim.
    func claim() throws -> Verification? {
        guard let application = customers.application(request.application), let window = application.policy.claimWindow,
            let url = application.callbackURL, try isFree(),
            let (call, flags) = try call(within: window, on: application.policy.dedicatedLines),
            flags.isSubset(of: application.policy.acceptedFlags), let number = call.lineNumber
        else { return nil }
        var claimed = Verification(
            id: VerificationID(at: now), application: application.name, phoneNumber: request.phoneNumber,
            handedOut: [.init(line: call.call.line, number: number, since: call.call.rangAt)], callbackURL: url,
            createdAt: call.call.rangAt, deadline: now, isSimulated: call.call.isSimulated)
        try VerificationTable(database: database).insert(claimed, lifetime: window)
        try SlotTable(database: database, gap: gap, now: now).take(call.call.line, application.name)
        try database.run(
            "UPDATE calls SET disposition = 'matched', verification = ?, application = ? WHERE id = ?",
            [claimed.id.rawValue, application.name.rawValue, call.call.id.rawValue])
        claimed = claimed.verified(by: call.call, flags: flags).ended(as: .verified, at: now)
        claimed.assurance = .claimed
        guard try VerificationEnd(database: database, customers: customers).write(claimed, at: now) else { return nil }
        return claimed
    }

    /// Whether no slot of the number is taken, by whomever.
    private func isFree() throws -> Bool {
        try VerificationTable(database: database).slots(of: request.phoneNumber, gap: gap, now: now).isEmpty
    }

    /// The newest call from the number that matched nothing: there was no slot of it when it rang. And what was suspicious about it.
    private func call(within window: Duration, on lines: Set<MSISDN>) throws -> (CallRecord, Set<CallFlag>)? {
        let table = CallTable(database: database)
        let recent = try database.rows(
            """
            SELECT * FROM calls WHERE sequence > (SELECT coalesce(max(sequence), 0) - 1000 FROM calls) AND rang_ms > ?
            ORDER BY sequence DESC
            """,
            [now.unixMilliseconds - window.wholeNanoseconds / 1_000_000]
        ) { (try table.record($0), StoredFlags(text: $0["flags"]).flags) }
        return recent.first { record, _ in
            guard let line = record.lineNumber, lines.contains(line), record.disposition == .noPending else { return false }
            return record.reading == .number(request.phoneNumber)
                && (.zero...window).contains(now.elapsed(since: record.call.rangAt))
        }
    }
}
