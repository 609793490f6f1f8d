import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Outbox
import Telephony
import Verification

/// Takes requests to create a verification, from customers and from the operator alike.
struct VerificationDesk: Sendable {
    let backend: any GatewayBackend

    static let fields = ["phone_number", "callback_url", "expires_in", "reference", "metadata"]

    /// Creates a verification for this application, or throws the problem that says why not.
    func create(
        _ body: JSONObject, application name: ApplicationName, idempotency: VerificationRequest.Idempotency?, path: String
    ) async throws -> Response {
        if let reason = await backend.refusal() { throw Problem.refusing(reason) }
        let request = try await request(body, application: name, idempotency: idempotency)
        let outcome = try await backend.store.create(request, offers: backend.offers(), at: backend.now())
        return try await answer(outcome, path: path)
    }

    private func request(
        _ body: JSONObject, application name: ApplicationName, idempotency: VerificationRequest.Idempotency?
    ) async throws -> VerificationRequest {
        guard let application = backend.application(named: name) else { throw Problem.unauthorized }
        let number = try self.number(body)
        return VerificationRequest(
            application: name, phoneNumber: number, region: backend.region(of: number),
            callbackURL: try await callbackURL(body, standard: application.callbackURL),
            lifetime: try lifetime(body, policy: application.policy), reference: try body.string("reference", limit: 128),
            metadata: try metadata(body), idempotency: idempotency)
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

    private func callbackURL(_ body: JSONObject, standard: String?) async throws(Problem) -> String {
        guard let url = try body.string("callback_url", limit: 2048) ?? standard else { throw .callbackURLMissing }
        do {
            try await backend.judge(callbackURL: url)
        } catch {
            throw .callbackURLRefused(error)
        }
        return url
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

    private func answer(_ outcome: CreateOutcome, path: String) async throws(Problem) -> Response {
        switch outcome {
        case .created(let verification):
            await backend.verificationsChanged()
            return created(verification, path: path)
        case .replayed(let verification): return created(verification, path: path)
        case .existing(let verification): return .json(VerificationRepresentation(verification))
        case .idempotencyConflict: throw .idempotencyConflict
        case .slotTaken: throw .slotTaken
        case .atCapacity: throw .atCapacity
        case .noLine: throw .noLine
        }
    }

    private func created(_ verification: Verification, path: String) -> Response {
        .json(
            VerificationRepresentation(verification), status: .created,
            headers: [.location: "\(path)/\(verification.id)"])
    }
}
