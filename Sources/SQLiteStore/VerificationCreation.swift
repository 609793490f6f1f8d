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
    private var slots: SlotTable { SlotTable(database: database, gap: policy.gap, now: now) }

    func create(offers: [LineOffer]) throws -> CreateOutcome {
        let applications = try slots.applications()
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
            slots: slots.slots(of: holders), loads: try slots.loads(), applications: applications, policy: policy)
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
