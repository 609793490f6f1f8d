import GatewayAPI
import SQLiteStore
import Testing
import Verification

/// A gateway over a real store, with a key of the shop and one of the bank.
func withService(
    policy: ApplicationPolicy = .standard, _ body: @escaping @Sendable (TestBackend, String, String) async throws -> Void
) async throws {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    let backend = try await TestBackend(directory: directory.path("data"), policy: policy)
    try await body(backend, try await serviceKey(backend, TestBackend.shop), try await serviceKey(backend, TestBackend.bank))
    try backend.real?.close()
}

/// A key of this application.
func serviceKey(
    _ backend: TestBackend, _ name: ApplicationName?, scopes: Set<APIKeyRecord.Scope> = APIKeyRecord.Scope.standard,
    expiresAt: Int64? = nil
) async throws -> String {
    let key = APIKey.generate()
    let record = APIKeyRecord(
        id: KeyID(at: backend.now()), application: try #require(name), hash: key.hash, hint: key.hint, scopes: scopes,
        createdAt: backend.now(), expiresAt: expiresAt)
    try await backend.store.insert(record)
    return key.text
}
