import FoundationEssentials
import Hummingbird
import Outbox
import Telephony
import Verification

/// Shows callbacks one by one and sends them again, for customers and for the operator alike.
struct CallbackDesk: Sendable {
    let backend: any GatewayBackend

    func one(_ id: String, _ visitor: Visitor) async throws -> Response {
        let delivery = try await backend.deliveries.delivery(MessageID(rawValue: id), of: visitor.application?.rawValue)
        guard let delivery else { throw CallbackDesk.unknown }
        try require(delivery, visitor)
        let attempts = try await backend.deliveries.attempts(of: delivery.id)
        return .json(CallbackDetail(delivery, attempts, showingInside: visitor.isOperator))
    }

    func replay(_ id: String, _ visitor: Visitor) async throws -> Response {
        let now = UnixTime(milliseconds: backend.now().unixMilliseconds)
        let found = try await backend.deliveries.delivery(MessageID(rawValue: id), of: visitor.application?.rawValue)
        if let found { try require(found, visitor) }
        let replayed = try await backend.deliveries.replay(
            MessageID(rawValue: id), of: visitor.application?.rawValue, at: now)
        guard let replayed else { throw CallbackDesk.unknown }
        try await visitor.note("callback.replayed", id, in: backend)
        await backend.verificationsChanged()
        return .json(CallbackReport(replayed), status: .accepted)
    }

    /// What tells of a call asks for the scope of calls.
    private func require(_ delivery: Delivery, _ visitor: Visitor) throws(Problem) {
        if delivery.eventType == EventType.callReceived.rawValue { try visitor.requireCalls() }
    }

    private static let unknown = Problem.notFound("This application has no callback of that id.")
}

/// A callback with its attempts and the body that is sent.
struct CallbackDetail: Encodable {
    private let report: CallbackReport
    private let attempts: [AttemptReport]
    private let body: String

    /// `showingInside`: with the addresses that names of the operator's network have.
    init(_ delivery: Delivery, _ attempts: [DeliveryAttempt], showingInside: Bool) {
        report = CallbackReport(delivery)
        self.attempts = attempts.map { AttemptReport($0, showingInside: showingInside) }
        body = String(decoding: delivery.body, as: UTF8.self)
    }

    private enum CodingKeys: String, CodingKey { case attemptLog = "attempt_log", body }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(attempts, forKey: .attemptLog)
        try container.encode(body, forKey: .body)
    }
}

/// One attempt of a callback.
public struct AttemptReport: Codable, Hashable, Sendable {
    /// 1 for the first.
    public let number: Int
    /// RFC 3339.
    public let startedAt: String
    /// From its start to its outcome, rounded down.
    public let tookMilliseconds: Int64
    /// The HTTP status; `null` where nothing was answered.
    public let status: Int?
    /// Why nothing was answered, one short sentence.
    public let error: String?

    init(_ attempt: DeliveryAttempt, showingInside: Bool) {
        number = attempt.number
        startedAt = attempt.startedAt.milliseconds.asUTCTimestamp
        let (seconds, attoseconds) = attempt.took.components
        tookMilliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        switch attempt.outcome {
        case .answered(let status, _): (self.status, error) = (status, nil)
        case .failed(let failure): (status, error) = (nil, (showingInside ? failure : failure.withoutAddress).sentence)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case number, status, error
        case startedAt = "started_at"
        case tookMilliseconds = "took_ms"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(tookMilliseconds, forKey: .tookMilliseconds)
        try container.encode(status, forKey: .status)
        try container.encode(error, forKey: .error)
    }
}

extension CallbackFailure {
    /// As a customer is told, who has no business to look names up in the operator's network.
    fileprivate var withoutAddress: CallbackFailure {
        guard case .refused(.inside(let host, _)) = self else { return self }
        return .refused(.inside(host: host, address: host))
    }

    /// One short sentence.
    var sentence: String {
        switch self {
        case .refused(let refusal): refusal.remedy
        case .unresolved(let host): "\(host) did not resolve."
        case .broken(let detail): "\(detail)."
        case .timedOut(let limit): "No answer within \(limit.components.seconds) s."
        case .stale: "It was too old to be worth sending."
        case .disabled: "The endpoint is disabled."
        }
    }
}
