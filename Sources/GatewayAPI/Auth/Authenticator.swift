import HTTPTypes
import Hummingbird
import Telephony
import Verification

/// Tells by its `Authorization` header whose request it is (RFC 6750, 2.1).
struct Authenticator: Sendable {
    let backend: any GatewayBackend

    /// The key of this request: known, not revoked, not expired.
    func key(of request: Request) async throws -> APIKeyRecord {
        let now = backend.now()
        guard let presented = bearer(request), let record = try await backend.store.key(hash: presented.hash),
            presented.matches(record), record.expiresAt.map({ now.unixMilliseconds < $0 }) ?? true
        else { throw Problem.unauthorized }
        await backend.store.noteUse(of: record.id, at: now)
        return record
    }

    /// The same, with this scope.
    func key(of request: Request, scope: APIKeyRecord.Scope) async throws -> APIKeyRecord {
        let record = try await key(of: request)
        guard record.scopes.contains(scope) else { throw Problem.missingScope(scope.rawValue) }
        return record
    }

    /// Whether the key that a stream was opened with still opens it. Records that cannot be read end no stream.
    func stillOpens(_ request: Request) async -> Bool {
        do {
            _ = try await key(of: request)
            return true
        } catch { return !(error is Problem) }
    }

    private func bearer(_ request: Request) -> APIKey? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return APIKey(String(parts[1]))
    }
}
