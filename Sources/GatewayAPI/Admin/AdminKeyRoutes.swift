import HTTPTypes
import Hummingbird
import Telephony
import Verification

/// `/admin/keys`: makes, lists and revokes API keys.
struct AdminKeyRoutes<Context: RequestContext>: Sendable {
    let backend: any GatewayBackend

    func register(on router: Router<Context>) {
        Resource<Context>("/admin/keys", [.get: list, .post: create]).register(on: router)
        Resource<Context>("/admin/keys/{id}", [.delete: revoke]).register(on: router)
    }

    @Sendable private func list(_ request: Request, _: Context) async throws -> Response {
        let name = try RequestReader(request: request).text("application")
        let application = name.flatMap(ApplicationName.init(rawValue:))
        if name != nil, application == nil { throw Problem.invalidParameter("application", "no name of one") }
        let keys = try await backend.store.keys(of: application)
        return .json(ItemList(items: keys.map { KeyReport($0) }))
    }

    @Sendable private func create(_ request: Request, _: Context) async throws -> Response {
        let body = try await JSONObject(
            RequestReader(request: request).body(), allowing: KeyCreateRequest.CodingKeys.allCases.map(\.rawValue))
        let name = try body.requiredString("application", limit: 64)
        guard let application = backend.application(named: name) else {
            throw Problem.invalidField("application", "No application of this name is configured.")
        }
        let key = APIKey.generate()
        let now = backend.now()
        let record = APIKeyRecord(
            id: KeyID(at: now), application: application.name, hash: key.hash, hint: key.hint, scopes: try scopes(body),
            createdAt: now, expiresAt: try expiry(body))
        try await backend.store.insert(record)
        try await Visitor.operator.note("key.created", record.id.rawValue, in: backend)
        return .json(KeyReport(record, key: key), status: .created)
    }

    private func expiry(_ body: JSONObject) throws(Problem) -> Int64? {
        let seconds = try body.integer("expires_in", in: 1...315_360_000)
        return seconds.map { backend.now().unixMilliseconds + $0 * 1000 }
    }

    private func scopes(_ body: JSONObject) throws(Problem) -> Set<APIKeyRecord.Scope> {
        guard let words = try body.strings("scopes") else { return APIKeyRecord.Scope.standard }
        let scopes = words.compactMap(APIKeyRecord.Scope.init(rawValue:))
        guard scopes.count == words.count, !scopes.isEmpty else {
            let known = APIKeyRecord.Scope.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidField("scopes", "scopes has to name one or more of \(known).")
        }
        return Set(scopes)
    }

    @Sendable private func revoke(_: Request, _ context: Context) async throws -> Response {
        let id = KeyID(rawValue: context.parameters.get("id") ?? "")
        guard try await backend.store.revoke(id, at: backend.now()) else {
            throw Problem.notFound("There is no key of that id.")
        }
        try await Visitor.operator.note("key.revoked", id.rawValue, in: backend)
        return Response(status: .noContent)
    }
}
