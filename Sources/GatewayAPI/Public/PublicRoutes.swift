import Crypto
import HTTPTypes
import Hummingbird
import Telephony
import Verification

/// The customers' API: `/v1/…`.
struct PublicRoutes<Context: RequestContext>: Sendable {
    let backend: any GatewayBackend

    private var desk: VerificationDesk { VerificationDesk(backend: backend) }
    private var lists: ListRoutes { ListRoutes(backend: backend) }

    typealias KeyedHandler = @Sendable (RequestReader, Context, APIKeyRecord) async throws -> Response

    func register(on router: Router<Context>) {
        let resources: [Resource<Context>] = [
            Resource("/v1/verifications", [.post: keyed(.write, create), .get: keyed(.read, list)]),
            Resource("/v1/verifications/{id}", [.get: keyed(.read, one)]),
            Resource("/v1/verifications/{id}/cancel", [.post: keyed(.write, cancel)]),
            Resource("/v1/authenticate", [.post: keyed(.write, authenticate)]),
            Resource("/v1/calls", [.get: keyed(.calls, calls)]),
            Resource("/v1/callbacks", [.get: keyed(.read, callbacks)]),
            Resource("/v1/modems", [.get: keyed(.read, modems)]),
            Resource("/v1/lines", [.get: keyed(.read, lines)]),
        ]
        for resource in resources { resource.register(on: router) }
    }

    private func keyed(_ scope: APIKeyRecord.Scope, _ handler: @escaping KeyedHandler) -> Resource<Context>.Handler {
        let authenticator = Authenticator(store: backend.store)
        return { request, context in
            let key = try await authenticator.key(of: request, scope: scope)
            return try await handler(RequestReader(request: request), context, key)
        }
    }

    @Sendable private func create(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        let body = try await reader.body()
        let fingerprint = Array(SHA256.hash(data: body))
        let idempotency = try reader.idempotencyKey().map { VerificationRequest.Idempotency(key: $0, fingerprint: fingerprint) }
        return try await desk.create(
            JSONObject(body, allowing: VerificationDesk.fields), application: key.application, idempotency: idempotency,
            path: "/v1/verifications")
    }

    @Sendable private func list(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        try await lists.verifications(reader.request, of: key.application)
    }

    @Sendable private func one(_ reader: RequestReader, _ context: Context, _ key: APIKeyRecord) async throws -> Response {
        let found = try await backend.store.verification(identity(context), of: key.application)
        return try answer(found)
    }

    @Sendable private func cancel(_ reader: RequestReader, _ context: Context, _ key: APIKeyRecord) async throws -> Response {
        let canceled = try await backend.store.cancel(identity(context), of: key.application, at: backend.now())
        if canceled != nil { await backend.verificationsChanged() }
        return try answer(canceled)
    }

    private func identity(_ context: Context) -> VerificationID {
        VerificationID(rawValue: context.parameters.get("id") ?? "")
    }

    private func answer(_ verification: Verification?) throws(Problem) -> Response {
        guard let verification else { throw .notFound("This application has no verification of that id.") }
        return .json(VerificationRepresentation(verification))
    }

    @Sendable private func authenticate(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        let body = try await JSONObject(reader.body(), allowing: ["phone_number", "verification_id", "reference"])
        let request = AuthenticationRequest(
            application: key.application, phoneNumber: try desk.number(body),
            verification: try body.string("verification_id", limit: 128).map(VerificationID.init(rawValue:)),
            reference: try body.string("reference", limit: 128))
        return .json(AuthenticationReport(try await backend.store.authenticate(request, at: backend.now())))
    }

    @Sendable private func calls(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        try await lists.calls(reader.request, seenBy: key.scopes.contains(.admin) ? nil : key.application)
    }

    @Sendable private func callbacks(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        try await lists.callbacks(reader.request, account: key.application)
    }

    @Sendable private func modems(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        let modems = await backend.modems()
        guard !key.scopes.contains(.admin) else { return .json(ItemList(items: modems)) }
        return .json(ItemList(items: modems.map(LineStateReport.init)))
    }

    @Sendable private func lines(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        let modems = await backend.modems().filter { $0.line != nil }
        guard !key.scopes.contains(.admin) else { return .json(ItemList(items: modems.compactMap(\.line))) }
        return .json(ItemList(items: modems.map(LineStateReport.init)))
    }
}
