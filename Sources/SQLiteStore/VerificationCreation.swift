import GRDB
import Telephony
import Verification

/// Answers one request to create, in the transaction at hand.
struct VerificationCreation {
    let database: Database
    let request: VerificationRequest
    let now: Moment
    let policy: SlotPolicy
    let customers: Customers
    let pace: SlotTable.Pace

    private var table: VerificationTable { VerificationTable(database: database) }
    private var slots: SlotTable { SlotTable(database: database, gap: policy.gap, now: now, pace: pace) }
    private var idempotency: IdempotencyTable {
        IdempotencyTable(database: database, application: request.application, now: now)
    }

    func create(offers: [LineOffer]) throws -> CreateOutcome {
        guard let application = customers.application(request.application) else {
            throw StoreError.unknownApplication(request.application)
        }
        if let replay = try request.idempotency.flatMap(idempotency.replay) { return replay }
        let holders = try table.slots(of: request.phoneNumber, gap: policy.gap, now: now)
        if let own = holders.first(where: isPendingOwn) {
            try remember(own)
            return .existing(own)
        }
        // A client gets one slot of a number, so that it cannot hold them all.
        if holders.contains(where: isPendingOfClient) { return .slotTaken }
        let attempts = AttemptCount(database: database, request: request, now: now, policy: application.policy.attempts)
        if let wait = try attempts.wait() { return .tooManyAttempts(retryAfter: wait) }
        return try assign(holders, offers.usable(by: application.name, among: customers.applications), attempts)
    }

    private func assign(_ holders: [Verification], _ offers: [LineOffer], _ attempts: AttemptCount) throws -> CreateOutcome {
        let assignment = LineAssignment(
            slots: slots.slots(of: holders), loads: try slots.loads(), applications: Set(customers.applications.map(\.name)),
            policy: policy)
        switch assignment.assign(request, offers: offers) {
        case .line(let offer):
            try attempts.note()
            return .created(try insert(on: offer, replacing: holders))
        case .slotTaken: return .slotTaken
        case .atCapacity: return .atCapacity
        case .noLine: return .noLine
        }
    }

    private func insert(on offer: LineOffer, replacing holders: [Verification]) throws -> Verification {
        let verification = Verification(
            id: VerificationID(at: now), application: request.application, phoneNumber: request.phoneNumber,
            handedOut: [.init(line: offer.line, number: offer.number, since: now)], reference: request.reference,
            metadata: request.metadata, callbackURL: request.callbackURL, createdAt: now,
            deadline: now.advanced(by: request.lifetime), client: request.client, face: request.face,
            isSimulated: offer.isSimulated)
        for old in holders where old.handedOut.allSatisfy({ $0.line == offer.line }) { try slots.release(old.id) }
        try table.insert(verification, lifetime: request.lifetime)
        try slots.take(offer.line, request.application)
        try remember(verification)
        return verification
    }

    private func isPendingOwn(_ verification: Verification) -> Bool {
        verification.status == .pending && verification.application == request.application && request.reference != nil
            && verification.reference == request.reference
    }

    private func isPendingOfClient(_ verification: Verification) -> Bool {
        verification.status == .pending && verification.application == request.application && request.client != nil
            && verification.client == request.client
    }

    private func remember(_ verification: Verification) throws {
        if let key = request.idempotency { try idempotency.remember(key, verification.id) }
    }
}
