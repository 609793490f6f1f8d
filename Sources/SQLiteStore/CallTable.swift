import GRDB
import Telephony
import Verification

/// Reads and writes rows of `calls`.
struct CallTable {
    let database: Database

    /// What a call came to that is recorded already: under its identity, or as the open call that this ring belongs to.
    func settled(_ observed: ObservedCall) throws -> Settlement? {
        let call = observed.call
        // A row is read only where there is one: its columns' names alone cost more than the search.
        let known = try database.cachedStatement(sql: "SELECT sequence FROM calls WHERE id = ?")
        if let sequence = try Int64.fetchOne(known, arguments: [call.id.rawValue]) {
            return try database.rows("SELECT * FROM calls WHERE sequence = ?", [sequence], settlement).first
        }
        guard call.mayHaveBegunEarlier else { return nil }
        // Without the validity: the call list tells none, and may be what finds a call that `+CLIP` told of before a restart. It may
        // tell the number in another form, too.
        let presented = call.presentation.map { "\($0.typeOfAddress.rawValue) \($0.digits)" }
        let open = try database.rows(
            """
            SELECT * FROM calls WHERE line = ?1 AND closed_boot IS NULL AND (substr(presentation, 3) IS ?2 OR reading_number = ?3)
            ORDER BY sequence DESC LIMIT 1
            """, [call.line.rawValue, presented, observed.number?.description])
        return try open.first { row in
            guard let rangAt = Moment(row, "rang") else { return false }
            return call.rangAt.elapsed(since: rangAt) < ObservedCall.sameCall
        }.map(settlement)
    }

    private func settlement(_ row: Row) throws -> Settlement {
        guard let disposition = Disposition(rawValue: row["disposition"]) else { throw UnreadableRow(table: "calls") }
        let verification: String? = row["verification"]
        return Settlement(
            call: CallID(rawValue: row["id"]), disposition: disposition,
            verification: verification.map(VerificationID.init(rawValue:)),
            application: (row["application"] as String?).flatMap(ApplicationName.init(rawValue:)))
    }

    func insert(_ observed: ObservedCall, _ judgement: CallJudgement, of application: ApplicationName?) throws {
        let call = observed.call
        let caller = StoredCaller(call.caller)
        let reading = StoredReading(observed.reading)
        try database.insert(
            "calls",
            [
                "id": call.id.rawValue, "modem": call.modem.rawValue, "line": call.line.rawValue,
                "line_number": observed.lineNumber?.description, "presentation": try presentationText(call),
                "caller_state": caller.state, "caller_digits": caller.digits, "caller_type": caller.type,
                "reading": reading.kind, "reading_number": reading.number,
                "forwarding": call.forwarding.rawValue, "bearer": call.bearer.rawValue, "is_simulated": call.isSimulated,
                "rang_boot": call.rangAt.boot.rawValue, "rang_ns": call.rangAt.instant.nanoseconds,
                "rang_ms": call.rangAt.unixMilliseconds, "disposition": judgement.disposition.rawValue,
                "verification": judgement.verification?.rawValue, "application": application?.rawValue,
                "flags": StoredFlags(observed.flags.union(judgement.flags)).text,
            ])
    }

    /// `digits type validity`: raw, and comparable as it stands.
    private func presentationText(_ call: IncomingCall) throws -> String? {
        call.presentation.map { "\($0.validity?.rawValue.description ?? "-") \($0.typeOfAddress.rawValue) \($0.digits)" }
    }

    private func presentation(_ text: String) -> CallerPresentation? {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let type = UInt8(parts[1]) else { return nil }
        return CallerPresentation(
            digits: String(parts[2]), typeOfAddress: TypeOfAddress(rawValue: type),
            validity: Int(parts[0]).flatMap(CLIValidity.init(rawValue:)))
    }

    func record(_ row: Row) throws -> CallRecord {
        guard let rangAt = Moment(row, "rang"), let disposition = Disposition(rawValue: row["disposition"]),
            let forwarding = IncomingCall.Forwarding(rawValue: row["forwarding"]),
            let bearer = IncomingCall.Bearer(rawValue: row["bearer"])
        else { throw UnreadableRow(table: "calls") }
        let caller = StoredCaller(state: row["caller_state"], digits: row["caller_digits"], type: row["caller_type"])
        let call = IncomingCall(
            id: CallID(rawValue: row["id"]), modem: ModemID(rawValue: row["modem"]), line: LineID(rawValue: row["line"]),
            presentation: (row["presentation"] as String?).flatMap(presentation), caller: caller.identity,
            forwarding: forwarding, bearer: bearer, rangAt: rangAt, isSimulated: row["is_simulated"])
        return CallRecord(
            call: call, reading: StoredReading(kind: row["reading"], number: row["reading_number"]).reading,
            lineNumber: (row["line_number"] as String?).flatMap { MSISDN($0) }, disposition: disposition,
            verification: (row["verification"] as String?).map(VerificationID.init(rawValue:)),
            application: (row["application"] as String?).flatMap(ApplicationName.init(rawValue:)),
            endedAt: Moment(row, "closed"))
    }
}
