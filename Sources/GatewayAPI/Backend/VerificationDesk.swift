import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Outbox
package import Telephony
package import Verification

/// Takes requests to create a verification, from customers and from the operator alike.
package struct VerificationDesk: Sendable {
    let backend: any GatewayBackend
    let underWay = RequestsUnderWay()

    package init(backend: any GatewayBackend) { self.backend = backend }

    static let fields = ["phone_number", "callback_url", "expires_in", "reference", "metadata", "client"]

    /// Creates a verification for this application, or throws the problem that says why not.
    func create(
        _ body: JSONObject, application name: ApplicationName, idempotency: VerificationRequest.Idempotency?, path: String
    ) async throws -> Response {
        guard let application = backend.application(named: name) else { throw Problem.unauthorized }
        guard let idempotency else {
            if application.policy.requiresIdempotencyKey { throw Problem.idempotencyKeyRequired }
            return try await answer(place(request(body, application: name, idempotency: nil)), path: path)
        }
        let mark = RequestsUnderWay.Mark(application: name, key: idempotency.key)
        guard underWay.begin(mark) else { throw Problem.idempotencyInProgress }
        defer { underWay.end(mark) }
        if let replay = try await backend.store.replay(idempotency, of: name, at: backend.now()) {
            return try await answer(replay, path: path)
        }
        return try await answer(place(request(body, application: name, idempotency: idempotency)), path: path)
    }

    /// Has a verification made, where policy and the application's own veto let it be. `to`: on the line of this number only.
    package func place(_ request: VerificationRequest, to line: MSISDN? = nil) async throws -> CreateOutcome {
        if let reason = await backend.refusal() { throw Problem.refusing(reason) }
        try await admit(request)
        let offers = await backend.offers().filter { line == nil || $0.number == line }
        let outcome = try await backend.store.create(request, offers: offers, at: backend.now())
        if case .created = outcome { await backend.verificationsChanged() }
        return outcome
    }

    private func admit(_ request: VerificationRequest) async throws {
        guard let policy = backend.application(named: request.application)?.policy else { throw Problem.unauthorized }
        if !policy.countries.isEmpty, !policy.countries.contains(request.region ?? "") {
            throw Problem.numberNotAllowed(
                "The application's policy takes \(policy.countries.sorted().joined(separator: ", ")) only.")
        }
        guard backend.kind(of: request.phoneNumber).passes(policy.numberKinds) else {
            let kinds = policy.numberKinds.map(\.rawValue).sorted().joined(separator: ", ")
            throw Problem.numberNotAllowed("The application's policy takes numbers of these types only: \(kinds).")
        }
        if await backend.isOwnLine(request.phoneNumber) {
            throw Problem.numberNotAllowed("This is a number that people call to be verified.")
        }
        guard await backend.isAllowed(request) else { throw Problem.denied }
    }

    private func request(
        _ body: JSONObject, application name: ApplicationName, idempotency: VerificationRequest.Idempotency?
    ) async throws -> VerificationRequest {
        guard let application = backend.application(named: name) else { throw Problem.unauthorized }
        let number = try self.number(body)
        return VerificationRequest(
            application: name, phoneNumber: number, region: backend.region(of: number),
            callbackURL: try await callbackURL(body, application),
            lifetime: try lifetime(body, policy: application.policy), reference: try body.string("reference", limit: 128),
            metadata: try metadata(body), idempotency: idempotency, client: try body.string("client", limit: 128))
    }

    /// The number in question.
    func number(_ body: JSONObject) throws(Problem) -> E164 {
        let text = try body.requiredString("phone_number", limit: 64)
        do {
            return try backend.number(from: text)
        } catch {
            throw .invalidField("phone_number", error.remedy)
        }
    }

    private func callbackURL(_ body: JSONObject, _ application: Customer) async throws(Problem) -> String {
        if let url = try body.string("callback_url", limit: 2048) {
            try await judge(callbackURL: url, of: application)
            return url
        }
        guard let url = application.callbackURL else { throw .callbackURLMissing }
        return url
    }

    /// Refuses a URL that a request names and that may not be called.
    func judge(
        callbackURL url: String, of application: Customer, pointer: String = "/callback_url"
    ) async throws(Problem) {
        do {
            try await backend.judge(callbackURL: url, of: application.name)
            let host = try CallbackURL(url).host
            guard application.policy.allows(callbackHost: host) else { throw Problem.hostNotAllowed(host, pointer: pointer) }
        } catch let problem as Problem {
            throw problem
        } catch let refusal as AddressRefusal {
            throw .callbackURLRefused(refusal, pointer: pointer)
        } catch {
            throw .internal
        }
    }

    private func lifetime(_ body: JSONObject, policy: ApplicationPolicy) throws(Problem) -> Duration {
        guard let seconds = try body.integer("expires_in") else { return policy.lifetime }
        let maximum = max(policy.maximumLifetime.components.seconds, 1)
        guard (1...maximum).contains(seconds) else {
            throw .invalidField("expires_in", "expires_in has to be 1 to \(maximum) seconds.")
        }
        return .seconds(seconds)
    }

    private func metadata(_ body: JSONObject) throws(Problem) -> JSONValue? {
        guard let metadata = body["metadata"] else { return nil }
        guard let encoded = try? JSONEncoder().encode(metadata), encoded.count <= 8 * 1024 else {
            throw .invalidField("metadata", "metadata may have 8 KiB as JSON.")
        }
        return metadata
    }

    /// Ends a pending verification as canceled; `nil` where the application has none of that identity. One that had ended before comes
    /// back as it is, and nobody is told again.
    func cancel(_ id: VerificationID, of application: ApplicationName) async throws -> Verification? {
        let now = backend.now()
        let canceled = try await backend.store.cancel(id, of: application, at: now)
        if let canceled, canceled.endedAt == now { await ended(canceled) }
        return canceled
    }

    /// A verification ended by a request: callbacks are due, and whoever watches is told.
    func ended(_ verification: Verification) async {
        await backend.verificationsChanged()
        if let event = Event.end(of: verification, at: verification.endedAt ?? backend.now()) {
            backend.hub.publish(.init(event, to: verification.application))
        }
    }

    private func answer(_ outcome: CreateOutcome, path: String) async throws(Problem) -> Response {
        switch outcome {
        case .created(let verification), .replayed(let verification): return created(verification, path: path)
        case .existing(let verification): return .json(VerificationRepresentation(verification))
        case .idempotencyConflict: throw .idempotencyConflict
        case .slotTaken: throw .slotTaken
        case .atCapacity: throw .atCapacity
        case .noLine: throw .noLine
        case .tooManyAttempts(let wait): throw .tooManyAttempts(wait.wholeSeconds)
        }
    }

    private func created(_ verification: Verification, path: String) -> Response {
        .json(
            VerificationRepresentation(verification), status: .created,
            headers: [.location: "\(path)/\(verification.id)"])
    }
}
