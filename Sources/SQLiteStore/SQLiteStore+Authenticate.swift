import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    /// Writes: the first `000` takes the verification, and a claim makes one.
    public func authenticate(_ request: AuthenticationRequest, at now: Moment) async throws -> AuthenticationOutcome {
        let gap = slotPolicy.gap
        return try await writer.perform { [customers] database in
            try Authentication(
                database: database, request: request, now: now, customers: customers.current, gap: gap
            ).answer()
        }
    }
}
