import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    public func create(_ request: VerificationRequest, offers: [LineOffer], at now: Moment) async throws -> CreateOutcome {
        let policy = slotPolicy
        return try await writer.perform { database in
            try VerificationCreation(database: database, request: request, now: now, policy: policy).create(offers: offers)
        }
    }
}
