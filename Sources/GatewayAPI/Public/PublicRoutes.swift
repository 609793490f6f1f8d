import Crypto
import HTTPTypes
import Hummingbird
import Telephony
import Verification

/// The customers' API: `/v1/…`.
struct PublicRoutes<Context: RequestContext>: Sendable {
    let backend: any GatewayBackend
    let keyed: KeyedRoutes<Context>
    let desk: VerificationDesk

    private var lists: ListRoutes { ListRoutes(backend: backend) }

    func register(on router: Router<Context>) {
        let resources: [Resource<Context>] = [
            Resource("/v1/verifications", [.post: keyed.handler(.write, create), .get: keyed.handler(.read, list)]),
            Resource("/v1/verifications/{id}", [.get: keyed.handler(.read, one)]),
            Resource("/v1/verifications/{id}/cancel", [.post: keyed.handler(.write, cancel)]),
            Resource("/v1/verifications/{id}/step-up", [.post: keyed.handler(.write, stepUp)]),
            Resource("/v1/authenticate", [.post: keyed.handler(.write, authenticate)]),
            Resource("/v1/calls", [.get: keyed.handler(.calls, calls)]),
            Resource("/v1/modems", [.get: keyed.handler(.read, modems)]),
            Resource("/v1/lines", [.get: keyed.handler(.read, lines)]),
        ]
        for resource in resources { resource.register(on: router) }
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
        guard let found else { return try answer(nil) }
        return Response.taggedJSON(VerificationRepresentation(found), for: reader.request)
    }

    @Sendable private func cancel(_ reader: RequestReader, _ context: Context, _ key: APIKeyRecord) async throws -> Response {
        try answer(await desk.cancel(identity(context), of: key.application))
    }

    @Sendable private func stepUp(_ reader: RequestReader, _ context: Context, _ key: APIKeyRecord) async throws -> Response {
        switch try await backend.store.stepUp(identity(context), of: key.application, at: backend.now()) {
        case .verified(let verification):
            await desk.ended(verification)
            await backend.steppedUp(verification)
            return try answer(verification)
        case .notFlagged: throw Problem.notFlagged
        case nil: return try answer(nil)
        }
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
        let outcome = try await backend.store.authenticate(request, at: backend.now())
        // A claim makes a verification that has just ended.
        if case .verified(let found) = outcome, found.assurance == .claimed { await desk.ended(found) }
        return .json(AuthenticationReport(outcome))
    }

    @Sendable private func calls(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        try await lists.calls(reader.request, seenBy: key.scopes.contains(.admin) ? nil : key.application)
    }

    @Sendable private func modems(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        let modems = await backend.modems()
        guard !key.scopes.contains(.admin) else { return .json(ItemList(items: modems)) }
        return .json(ItemList(items: shown(modems, to: key.application)))
    }

    /// Those that serve the application: its own lines, or those that nobody has for their own.
    private func shown(_ modems: [ModemReport], to application: ApplicationName) -> [LineStateReport] {
        let owned = Set(backend.applications.linesOfOthers(than: application).map(\.description))
        return modems.filter { !owned.contains($0.line?.number ?? "") }.map(LineStateReport.init)
    }

    @Sendable private func lines(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        let modems = await backend.modems().filter { $0.line != nil }
        guard !key.scopes.contains(.admin) else { return .json(ItemList(items: modems)) }
        return .json(ItemList(items: shown(modems, to: key.application)))
    }
}
