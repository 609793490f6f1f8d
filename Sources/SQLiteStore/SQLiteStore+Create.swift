import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    /// With its slot and its `Idempotency-Key` in one transaction. Throws `StoreError.unknownApplication`.
    public func create(_ request: VerificationRequest, offers: [LineOffer], at now: Moment) async throws -> CreateOutcome {
        let policy = slotPolicy
        return try await writer.perform { [customers, pace] database in
            try VerificationCreation(
                database: database, request: request, now: now, policy: policy, customers: customers.current, pace: pace
            ).create(offers: offers)
        }
    }

    /// Reads beside the writer; a key is remembered for a day.
    public func replay(
        _ idempotency: VerificationRequest.Idempotency, of application: ApplicationName, at now: Moment
    ) async throws -> CreateOutcome? {
        try await read { database in
            try IdempotencyTable(database: database, application: application, now: now).replay(idempotency)
        }
    }
}
