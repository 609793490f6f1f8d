import HTTPTypes
import Hummingbird
import Telephony
import Verification

/// Streams of events: of one verification, and of everything that happens to an application.
struct EventRoutes<Context: RequestContext>: Sendable {
    let backend: any GatewayBackend
    let keyed: KeyedRoutes<Context>

    func register(on router: Router<Context>) {
        let resources: [Resource<Context>] = [
            Resource("/v1/verifications/{id}/events", [.get: watchOne]),
            Resource("/v1/verifications/{id}/client-token", [.post: keyed.handler(.write, token)]),
            Resource("/v1/events", [.get: keyed.handler(.read, watchAll)]),
        ]
        for resource in resources { resource.register(on: router) }
    }

    /// With a key, or with a token in the query: a browser's `EventSource` sends no headers.
    @Sendable private func watchOne(_ request: Request, _ context: Context) async throws -> Response {
        guard request.headers[.authorization] == nil, let text = try RequestReader(request: request).text("token") else {
            return try await keyed.handler(.read, watchWithKey)(request, context)
        }
        do {
            return try await watchWithToken(text, context)
        } catch let problem as Problem {
            var response = problem.response
            response.headers[.accessControlAllowOrigin] = "*"
            return response
        }
    }

    private func watchWithToken(_ text: String, _ context: Context) async throws -> Response {
        guard
            let token = ClientToken(text, key: backend.masterKey, now: backend.now().unixMilliseconds / 1000),
            token.verification == identity(context), backend.application(named: token.application) != nil
        else { throw Problem.tokenRefused }
        return try await watch(token.verification, of: token.application, by: .token(token.verification)) {
            backend.now().unixMilliseconds / 1000 < token.expiresAt
        }
    }

    @Sendable private func watchWithKey(_ reader: RequestReader, _ context: Context, _ key: APIKeyRecord) async throws -> Response {
        let authenticator = Authenticator(backend: backend)
        return try await watch(identity(context), of: key.application, by: .key) { await authenticator.stillOpens(reader.request) }
    }

    /// The state now, each change, and the end. What happens is read again from the store: the hub only says when.
    private func watch(
        _ id: VerificationID, of application: ApplicationName, by opener: EventHub.Opener,
        mayGoOn: @escaping @Sendable () async -> Bool
    ) async throws -> Response {
        let isBrowser = opener.isToken
        guard let notices = backend.hub.watch(application, by: opener) else { throw Problem.tooManyWatchers }
        guard let present = try await backend.store.verification(id, of: application) else {
            throw Problem.notFound("This application has no verification of that id.")
        }
        let isOver = present.status != .pending
        return EventStream.response(
            first: try item(present, isBrowser), notices: isOver ? AsyncStream { $0.finish() } : notices,
            isOpenToBrowsers: isBrowser, mayGoOn: mayGoOn
        ) { notice in
            guard notice.subject == id.rawValue, let found = try await backend.store.verification(id, of: application) else {
                return .nothing
            }
            return found.status == .pending ? .send(try item(found, isBrowser)) : .sendAndEnd(try item(found, isBrowser))
        }
    }

    private func item(_ verification: Verification, _ isBrowser: Bool) throws -> EventStream.Item {
        let type = "verification.\(verification.status.rawValue)"
        return isBrowser
            ? try EventStream.Item(type, WatchedVerification(verification))
            : try EventStream.Item(type, VerificationRepresentation(verification))
    }

    @Sendable private func watchAll(_ reader: RequestReader, _: Context, _ key: APIKeyRecord) async throws -> Response {
        guard let notices = backend.hub.watch(key.application, by: .key) else { throw Problem.tooManyWatchers }
        let (seesCalls, authenticator) = (key.scopes.contains(.calls), Authenticator(backend: backend))
        return EventStream.response(
            first: nil, notices: notices, mayGoOn: { await authenticator.stillOpens(reader.request) }
        ) { notice in
            guard let event = notice.event, event.type != .callReceived || seesCalls else { return .nothing }
            return .send(try EventStream.Item(event.type.rawValue, event))
        }
    }

    @Sendable private func token(_ reader: RequestReader, _ context: Context, _ key: APIKeyRecord) async throws -> Response {
        let body = try await JSONObject(reader.optionalBody(), allowing: ["expires_in"])
        let seconds = try body.integer("expires_in", in: 1...3600) ?? 900
        guard try await backend.store.verification(identity(context), of: key.application) != nil else {
            throw Problem.notFound("This application has no verification of that id.")
        }
        let expiry = backend.now().unixMilliseconds / 1000 + seconds
        let text = ClientToken(application: key.application, verification: identity(context), expiresAt: expiry).text(
            key: backend.masterKey)
        return .json(
            ClientTokenReport(
                token: text, expiresAt: (expiry * 1000).asUTCTimestamp,
                eventsURL: "/v1/verifications/\(identity(context))/events?token=\(text)"), status: .created)
    }

    private func identity(_ context: Context) -> VerificationID { VerificationID(rawValue: context.parameters.get("id") ?? "") }
}

/// What a browser with a token sees of a verification: what to do and how it went, and nobody's number.
struct WatchedVerification: Encodable {
    private let verification: VerificationRepresentation

    init(_ verification: Verification) { self.verification = VerificationRepresentation(verification) }

    private enum CodingKeys: String, CodingKey {
        case id, status, code, simulated
        case numberToCall = "number_to_call"
        case telURI = "tel_uri"
        case callBy = "call_by"
        case expiresAt = "expires_at"
        case lastCall = "last_call"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(verification.id, forKey: .id)
        try container.encode(verification.status, forKey: .status)
        try container.encode(verification.code, forKey: .code)
        try container.encode(verification.numberToCall, forKey: .numberToCall)
        try container.encode(verification.telURI, forKey: .telURI)
        try container.encode(verification.callBy, forKey: .callBy)
        try container.encode(verification.expiresAt, forKey: .expiresAt)
        try container.encode(verification.lastCall, forKey: .lastCall)
        try container.encode(verification.simulated, forKey: .simulated)
    }
}

/// The answer to `POST /v1/verifications/{id}/client-token`.
struct ClientTokenReport: Encodable {
    let token: String
    let expiresAt: String
    let eventsURL: String

    private enum CodingKeys: String, CodingKey {
        case token
        case expiresAt = "expires_at"
        case eventsURL = "events_url"
    }
}
