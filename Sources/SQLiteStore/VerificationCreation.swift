import FoundationEssentials
import GRDB
import Telephony
import Verification

/// Answers one request to create, in the transaction at hand.
struct VerificationCreation {
    /// How long an `Idempotency-Key` is remembered.
    private static let idempotencyMilliseconds: Int64 = 86_400_000

    let database: Database
    let request: VerificationRequest
    let now: Moment
    let policy: SlotPolicy

    private var table: VerificationTable { VerificationTable(database: database) }

    func create(offers: [LineOffer]) throws -> CreateOutcome {
        let applications = try applications()
        guard applications.contains(request.application) else { throw StoreError.unknownApplication(request.application) }
        if let replay = try replay() { return replay }
        let holders = try table.slots(of: request.phoneNumber, gap: policy.gap, now: now)
        if let own = holders.first(where: isPendingOwn) {
            try remember(own)
            return .existing(own)
        }
        return try assign(holders, applications, offers)
    }

    private func assign(
        _ holders: [Verification], _ applications: Set<ApplicationName>, _ offers: [LineOffer]
    ) throws -> CreateOutcome {
        let assignment = LineAssignment(
            slots: holders.flatMap(slots), loads: try loads(), applications: applications, policy: policy)
        switch assignment.assign(request, offers: offers) {
        case .line(let offer): return .created(try insert(on: offer))
        case .slotTaken: return .slotTaken
        case .atCapacity: return .atCapacity
        case .noLine: return .noLine
        }
    }

    private func insert(on offer: LineOffer) throws -> Verification {
        let verification = Verification(
            id: VerificationID(at: now), application: request.application, phoneNumber: request.phoneNumber,
            handedOut: [.init(line: offer.line, number: offer.number, since: now)], reference: request.reference,
            metadata: request.metadata, callbackURL: request.callbackURL, createdAt: now,
            deadline: now.advanced(by: request.lifetime), isSimulated: offer.isSimulated)
        try table.insert(verification, lifetime: request.lifetime)
        try remember(verification)
        return verification
    }

    private func isPendingOwn(_ verification: Verification) -> Bool {
        verification.status == .pending && verification.application == request.application && request.reference != nil
            && verification.reference == request.reference
    }

    private func slots(_ verification: Verification) -> [TakenSlot] {
        verification.handedOut.map {
            TakenSlot(
                line: $0.line, application: verification.application, reference: verification.reference,
                isPending: verification.status == .pending)
        }
    }

    private func applications() throws -> Set<ApplicationName> {
        let rows = try database.rows("SELECT name FROM applications WHERE is_configured = 1")
        return Set(rows.compactMap { ApplicationName(rawValue: $0["name"]) })
    }

    /// Slots in use on each line, by application: read from the slots, few as they are, and not from what a line ever carried.
    private func loads() throws -> [LineID: [ApplicationName: Int]] {
        try releaseOldSlots()
        let rows = try database.rows(
            """
            SELECT line, application, count(DISTINCT phone_number) AS slots
            FROM verifications INDEXED BY verifications_by_slot CROSS JOIN handed_out_lines ON verification = id
            WHERE holds_slot = 1 GROUP BY line, application
            """)
        return rows.reduce(into: [:]) { loads, row in
            guard let name = ApplicationName(rawValue: row["application"]) else { return }
            loads[LineID(rawValue: row["line"]), default: [:]][name] = row["slots"]
        }
    }

    /// Lets go of the slots whose gap is over: the mark only narrows what is looked at, the clock decides.
    private func releaseOldSlots() throws {
        try database.run(
            """
            UPDATE verifications SET holds_slot = 0 WHERE holds_slot = 1 AND ended_ms IS NOT NULL
            AND CASE ended_boot WHEN ? THEN ended_ns + ? <= ? ELSE ended_ms + ? <= ? END
            """,
            [
                now.boot.rawValue, policy.gap.wholeNanoseconds, now.instant.nanoseconds,
                policy.gap.wholeNanoseconds / 1_000_000, now.unixMilliseconds,
            ])
    }

    private func replay() throws -> CreateOutcome? {
        guard let idempotency = request.idempotency else { return nil }
        try database.run(
            "DELETE FROM idempotency_keys WHERE created_ms <= ?",
            [now.unixMilliseconds - VerificationCreation.idempotencyMilliseconds])
        let found = try database.row(
            """
            SELECT fingerprint, lifetime_ns, verifications.* FROM idempotency_keys
            JOIN verifications ON verifications.id = verification WHERE idempotency_keys.application = ? AND key = ?
            """, [request.application.rawValue, idempotency.key])
        guard let found else { return nil }
        guard [UInt8](found["fingerprint"] as Data) == idempotency.fingerprint else { return .idempotencyConflict }
        return .replayed(try table.verification(found).asCreated(lifetime: .nanoseconds(found["lifetime_ns"] as Int64)))
    }

    private func remember(_ verification: Verification) throws {
        guard let idempotency = request.idempotency else { return }
        try database.insert(
            "idempotency_keys",
            [
                "application": request.application.rawValue, "key": idempotency.key,
                "fingerprint": Data(idempotency.fingerprint), "verification": verification.id.rawValue,
                "created_ms": now.unixMilliseconds,
            ])
    }
}
