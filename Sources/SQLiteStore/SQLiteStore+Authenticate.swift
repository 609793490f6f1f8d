import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    public func authenticate(_ request: AuthenticationRequest, at now: Moment) async throws -> AuthenticationOutcome {
        try await writer.perform { database in
            try Authentication(database: database, request: request, now: now).answer()
        }
    }
}
