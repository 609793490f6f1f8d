import HTTPTypes
import Hummingbird
import Verification

/// Tells by its `Authorization` header whose request it is (RFC 6750, 2.1).
struct Authenticator: Sendable {
    let store: any VerificationStore

    /// The key of this request, which has to carry the scope.
    func key(of request: Request, scope: APIKeyRecord.Scope) async throws -> APIKeyRecord {
        guard let presented = bearer(request), let record = try await store.key(hash: presented.hash) else {
            throw Problem.unauthorized
        }
        guard record.scopes.contains(scope) else { throw Problem.missingScope(scope.rawValue) }
        return record
    }

    private func bearer(_ request: Request) -> APIKey? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return APIKey(String(parts[1]))
    }
}
