import FoundationEssentials
import HTTPTypes
import Hummingbird
import Outbox
import Telephony
import Verification

/// Looks after endpoints, for customers and for the operator alike.
struct EndpointDesk: Sendable {
    static let most = 50

    let backend: any GatewayBackend

    private var now: UnixTime { UnixTime(milliseconds: backend.now().unixMilliseconds) }

    func list(_ visitor: Visitor) async throws -> Response {
        var reports: [EndpointReport] = []
        for endpoint in try await backend.endpoints.endpoints(of: visitor.application?.rawValue) {
            reports.append(await report(endpoint))
        }
        return .json(ItemList(items: reports))
    }

    func one(_ id: String, _ visitor: Visitor) async throws -> Response {
        .json(await report(try await find(id, visitor)))
    }

    func create(_ body: JSONObject, for application: ApplicationName, _ visitor: Visitor) async throws -> Response {
        guard try await backend.endpoints.endpoints(of: application.rawValue).count < EndpointDesk.most else {
            throw Problem.tooManyEndpoints
        }
        guard let events = try events(body, visitor) else { throw Problem.invalidField("events", "events is needed.") }
        let id = EndpointID(rawValue: timeOrderedIdentity("ep", at: backend.now()))
        let endpoint = Endpoint(
            id: id, account: application.rawValue, url: try await url(body, application, required: true) ?? "", events: events,
            staleAfter: try staleAfter(body), note: try body.string("description", limit: 256), createdAt: now)
        try await backend.endpoints.save(endpoint)
        try await visitor.note("endpoint.created", id.rawValue, in: backend)
        return .json(await report(endpoint, showingSecret: true), status: .created)
    }

    func change(_ id: String, _ body: JSONObject, _ visitor: Visitor) async throws -> Response {
        let endpoint = try await find(id, visitor, toReceive: true)
        if endpoint.isConfigured, ["url", "events", "description"].contains(where: body.has) { throw Problem.endpointConfigured }
        let changes = EndpointChanges(
            url: try await url(body, of: endpoint), events: try events(body, visitor),
            staleAfter: body.has("stale_after") ? .some(try staleAfter(body)) : nil,
            note: body.has("description") ? .some(try body.string("description", limit: 256)) : nil,
            isEnabled: try body.bool("enabled"))
        let changed = try await change(endpoint) { changes.apply(to: &$0) }
        if changed.url != endpoint.url { await backend.forgetFailures(of: id) }
        try await visitor.note("endpoint.changed", id, in: backend)
        return .json(await report(changed))
    }

    /// As it stands by then, not as it was found.
    private func change(_ endpoint: Endpoint, _ body: @escaping @Sendable (inout Endpoint) -> Void) async throws -> Endpoint {
        let changed = try await backend.endpoints.change(endpoint.id, of: endpoint.account, body)
        guard let changed else { throw Problem.notFound("This application has no endpoint of that id.") }
        return changed
    }

    func remove(_ id: String, _ visitor: Visitor) async throws -> Response {
        let endpoint = try await find(id, visitor)
        guard !endpoint.isConfigured else { throw Problem.endpointConfigured }
        _ = try await backend.endpoints.remove(endpoint.id)
        try await visitor.note("endpoint.removed", id, in: backend)
        return Response(status: .noContent)
    }

    func rotate(_ id: String, _ body: JSONObject, _ visitor: Visitor) async throws -> Response {
        let overlap = try body.integer("overlap", in: 0...604_800) ?? 86_400
        let endpoint = try await find(id, visitor, toReceive: true)
        guard !endpoint.isConfigured else { throw Problem.endpointConfigured }
        let now = now
        let overlapUntil = overlap > 0 ? now + .seconds(overlap) : nil
        let rotated = try await change(endpoint) { $0.secret = $0.secret.rotated(at: now, overlapUntil: overlapUntil) }
        try await visitor.note("endpoint.secret-rotated", id, in: backend)
        return .json(await report(rotated, showingSecret: true))
    }

    /// Puts a test event on its way: the one that waits already, if there is one, so that tests of what is dead do not pile up.
    func test(_ id: String, _ visitor: Visitor) async throws -> Response {
        let endpoint = try await find(id, visitor)
        if let waiting = try await backend.deliveries.waiting(EventType.endpointTest.rawValue, for: endpoint.id) {
            let again = try await backend.deliveries.replay(waiting.id, of: endpoint.account, at: now)
            await backend.verificationsChanged()
            return .json(CallbackReport(again ?? waiting), status: .accepted)
        }
        let event = Event.test(endpoint: id, at: backend.now())
        let delivery = Delivery(
            id: MessageID(rawValue: timeOrderedIdentity("msg", at: backend.now())), account: endpoint.account,
            endpoint: endpoint.id, subject: event.subject, eventType: event.type.rawValue, url: endpoint.url,
            body: try event.encoded(), createdAt: now, nextAttemptAt: now)
        try await backend.deliveries.enqueue(delivery)
        await backend.verificationsChanged()
        return .json(CallbackReport(delivery), status: .accepted)
    }

    func replay(_ id: String, _ body: JSONObject, _ visitor: Visitor) async throws -> Response {
        let since = try body.string("since", limit: 64).map { text throws(Problem) in
            guard let time = Timestamp.milliseconds(text) else {
                throw .invalidField("since", "since has to be a time such as 2026-11-25T06:00:00Z.")
            }
            return time
        }
        let endpoint = try await find(id, visitor, toReceive: true)
        let count = try await backend.deliveries.replayDead(
            of: endpoint.id, since: UnixTime(milliseconds: since ?? 0), at: now)
        try await visitor.note("endpoint.replayed", id, in: backend)
        await backend.verificationsChanged()
        return .json(["replayed": count], status: .accepted)
    }

    /// `toReceive`: to have what goes there arrive, which asks for the scope of calls where calls do.
    private func find(_ id: String, _ visitor: Visitor, toReceive: Bool = false) async throws -> Endpoint {
        let found = try await backend.endpoints.endpoint(EndpointID(rawValue: id), of: visitor.application?.rawValue)
        guard let found else { throw Problem.notFound("This application has no endpoint of that id.") }
        if toReceive, found.events.contains(EventType.callReceived.rawValue) { try visitor.requireCalls() }
        return found
    }

    private func report(_ endpoint: Endpoint, showingSecret: Bool = false) async -> EndpointReport {
        let secret =
            showingSecret
            ? backend.masterKey.secret(of: endpoint.id, version: endpoint.secret.number).revealed : nil
        return EndpointReport(
            endpoint, circuit: await backend.circuit(of: endpoint.id.rawValue), now: now.milliseconds, secret: secret)
    }

    private func url(_ body: JSONObject, _ application: ApplicationName, required: Bool) async throws -> String? {
        let url = required ? try body.requiredString("url", limit: 2048) : try body.string("url", limit: 2048)
        guard let url else { return nil }
        guard let customer = backend.application(named: application) else { throw Problem.unauthorized }
        try await VerificationDesk(backend: backend).judge(callbackURL: url, of: customer, pointer: "/url")
        return url
    }

    private func url(_ body: JSONObject, of endpoint: Endpoint) async throws -> String? {
        guard let account = ApplicationName(rawValue: endpoint.account) else { return nil }
        return try await url(body, account, required: false)
    }

    private func events(_ body: JSONObject, _ visitor: Visitor) throws -> Set<EventType.RawValue>? {
        guard let words = try body.strings("events") else { return nil }
        var events: Set<EventType> = []
        for word in words {
            guard let matching = EventType.matching(word) else {
                let choices = EventType.choices.map(\.rawValue).joined(separator: ", ")
                throw Problem.invalidField("events", "events takes \(choices), verification.* and modem.*.")
            }
            events.formUnion(matching)
        }
        guard !events.isEmpty else { throw Problem.invalidField("events", "events has to name at least one.") }
        if events.contains(.callReceived) { try visitor.requireCalls() }
        return Set(events.map(\.rawValue))
    }

    private func staleAfter(_ body: JSONObject) throws(Problem) -> Duration? {
        try body.integer("stale_after", in: 1...2_592_000).map { .seconds($0) }
    }
}
