import FoundationEssentials
public import Telephony

/// What is called back and streamed: `{type, timestamp, data}` as in Standard Webhooks 1.0.
public struct Event: Hashable, Sendable {
    /// The `type` of the JSON, and what endpoints choose by.
    public let type: EventType
    /// When it happened, Unix milliseconds.
    public let at: Int64
    /// What it is about, for listings: an identity of the domain.
    public let subject: String
    private let payload: Payload

    private enum Payload: Hashable, Sendable {
        case verification(VerificationRepresentation)
        case call(CallRepresentation)
        case modem(ModemNotice)
        case test(endpoint: String)
    }

    private init(_ type: EventType, at milliseconds: Int64, subject: String, _ payload: Payload) {
        self.type = type
        at = milliseconds
        self.subject = subject
        self.payload = payload
    }

    /// A verification has come to its end; `nil` while it is pending.
    public static func end(of verification: Verification, at moment: Moment) -> Event? {
        EventType(verification.status).map {
            Event($0, at: moment.unixMilliseconds, subject: verification.id.rawValue, .verification(.init(verification)))
        }
    }

    /// A verification has been given another number to call: its line went out of service.
    public static func lineChanged(_ verification: Verification, at moment: Moment) -> Event {
        Event(
            .lineChanged, at: moment.unixMilliseconds, subject: verification.id.rawValue, .verification(.init(verification)))
    }

    /// A call was recorded. `masked`: for those whom its caller does not concern.
    public static func callReceived(_ call: CallRecord, masked: Bool) -> Event {
        Event(
            .callReceived, at: call.call.rangAt.unixMilliseconds, subject: call.call.id.rawValue,
            .call(.init(call, masked: masked)))
    }

    /// A modem went out of service or came back.
    public static func modem(_ notice: ModemNotice, isUp: Bool, at moment: Moment) -> Event {
        Event(isUp ? .modemUp : .modemDown, at: moment.unixMilliseconds, subject: notice.number ?? "unknown", .modem(notice))
    }

    /// Somebody asked for a try of an endpoint.
    public static func test(endpoint: String, at moment: Moment) -> Event {
        Event(.endpointTest, at: moment.unixMilliseconds, subject: endpoint, .test(endpoint: endpoint))
    }

    /// The JSON that every attempt sends: keys sorted, slashes plain, so that the same event is the same bytes.
    public func encoded() throws -> [UInt8] { Array(try Event.encoder.encode(self)) }

    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
}

/// What an application is told of a modem: the number it lost or has again, and nothing of the hardware.
public struct ModemNotice: Hashable, Sendable, Encodable {
    /// E.164, where the line's number is known.
    public let number: String?
    /// `ready`, else the code of what is wrong: `sim-pin`, `unplugged`, …; `out-of-service` where that is not known.
    public let state: String
    /// Why it is down, for people; `nil`: it is up, or nobody knows.
    public let reason: String?
    /// Whether the modem is a virtual one.
    public let simulated: Bool

    public init(number: String?, state: String, reason: String?, simulated: Bool) {
        self.number = number
        self.state = state
        self.reason = reason
        self.simulated = simulated
    }

    private enum CodingKeys: String, CodingKey { case number, state, reason, simulated }

    /// Written by hand, since the synthesised one leaves out what is absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(state, forKey: .state)
        try container.encode(reason, forKey: .reason)
        try container.encode(simulated, forKey: .simulated)
    }
}

extension Event: Encodable {
    private enum CodingKeys: String, CodingKey { case type, timestamp, data }
    private enum TestKeys: String, CodingKey { case endpoint = "endpoint_id" }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(at.asUTCTimestamp, forKey: .timestamp)
        switch payload {
        case .verification(let verification): try container.encode(verification, forKey: .data)
        case .call(let call): try container.encode(call, forKey: .data)
        case .modem(let notice): try container.encode(notice, forKey: .data)
        case .test(let endpoint):
            var data = container.nestedContainer(keyedBy: TestKeys.self, forKey: .data)
            try data.encode(endpoint, forKey: .endpoint)
        }
    }
}
