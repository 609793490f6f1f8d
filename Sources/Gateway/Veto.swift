import CallbackTransport
import FoundationEssentials
import Logging
import Outbox
import Telephony
import Verification

/// Asks an application, before a number is handed out, whether it is to be.
struct Veto: Sendable {
    let ask: @Sendable (CallbackRequest) async -> Result<CallbackAnswer, CallbackFailure>
    let callbackTerms: CallbackTerms
    let clock: GatewayClock
    let logger: Logger

    /// `true` where the application has no veto.
    func allows(_ request: VerificationRequest) async -> Bool {
        let customer = callbackTerms.settings.first { $0.name == request.application }
        guard let settings = customer?.veto else { return true }
        guard let body = try? VetoQuestion(request, at: clock.now()).encoded() else { return settings.allowsOnFailure }
        let now = clock.now()
        let question = CallbackRequest(
            signed: body, id: MessageID(rawValue: timeOrderedIdentity("msg", at: now)), url: settings.url,
            at: UnixTime(milliseconds: now.unixMilliseconds),
            secrets: callbackTerms.secrets.secrets(of: request.application.rawValue),
            guardian: callbackTerms.guardian(of: request.application.rawValue), timeLimit: settings.timeLimit)
        switch await ask(question) {
        case .success(let answer) where answer.status == 200:
            if let verdict = try? JSONDecoder().decode(VetoAnswer.self, from: Data(answer.body)) { return verdict.action == .allow }
            logger.warning("a veto's answer is not {\"action\":\"allow\"} or \"deny\"", metadata: ["bytes": "\(answer.body.count)"])
        case .success(let answer):
            logger.warning("a veto did not answer with 200", metadata: ["status": "\(answer.status)"])
        case .failure(let failure):
            logger.warning("a veto did not answer", metadata: ["failure": "\(failure)"])
        }
        return settings.allowsOnFailure
    }
}

/// What an application is asked.
private struct VetoQuestion: Encodable {
    let type = "verification.requested"
    let timestamp: String
    let data: Details

    struct Details: Encodable {
        let request: VerificationRequest

        private enum CodingKeys: String, CodingKey {
            case reference, metadata, client
            case phoneNumber = "phone_number"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(request.phoneNumber, forKey: .phoneNumber)
            try container.encode(request.reference, forKey: .reference)
            try container.encode(request.metadata, forKey: .metadata)
            try container.encode(request.client, forKey: .client)
        }
    }

    init(_ request: VerificationRequest, at moment: Moment) {
        timestamp = moment.unixMilliseconds.asUTCTimestamp
        data = Details(request: request)
    }

    private enum CodingKeys: String, CodingKey { case type, timestamp, data }

    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}

/// What it answers.
private struct VetoAnswer: Decodable {
    let action: Action

    enum Action: String, Decodable { case allow, deny }
}
