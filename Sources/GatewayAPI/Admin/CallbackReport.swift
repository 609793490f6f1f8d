/// One delivery, as `/v1/callbacks` and `/admin/callbacks` show it.
public struct CallbackReport: Codable, Hashable, Sendable {
    /// `msg_…`: the `webhook-id` of every attempt.
    public let id: String
    /// Whose it is, by name.
    public let application: String
    /// The endpoint it is for; `null`: a URL that a request named.
    public let endpointID: String?
    /// The verification, call, number or endpoint that it is about.
    public let subject: String
    /// `verification.verified`, …
    public let type: String
    /// Where the next attempt goes, or, once delivered, where the last one went.
    public let url: String
    /// `pending`, `delivered` or `dead`.
    public let state: String
    /// Attempts that ended.
    public let attempts: Int
    /// RFC 3339.
    public let createdAt: String
    /// RFC 3339; only while it is pending.
    public let nextAttemptAt: String?

    public init(
        id: String, application: String, endpointID: String? = nil, subject: String, type: String, url: String, state: String,
        attempts: Int, createdAt: String, nextAttemptAt: String? = nil
    ) {
        self.id = id
        self.application = application
        self.endpointID = endpointID
        self.subject = subject
        self.type = type
        self.url = url
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
        self.nextAttemptAt = nextAttemptAt
    }

    enum CodingKeys: String, CodingKey {
        case id, application, subject
        case endpointID = "endpoint_id"
        case verificationID = "verification_id"
        case type, url, state, attempts
        case createdAt = "created_at"
        case nextAttemptAt = "next_attempt_at"
    }

    /// The verification that it is about; `nil`: it is about something else.
    public var verificationID: String? { subject.hasPrefix("ver_") ? subject : nil }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            application: try container.decode(String.self, forKey: .application),
            endpointID: try container.decodeIfPresent(String.self, forKey: .endpointID),
            subject: try container.decode(String.self, forKey: .subject), type: try container.decode(String.self, forKey: .type),
            url: try container.decode(String.self, forKey: .url), state: try container.decode(String.self, forKey: .state),
            attempts: try container.decode(Int.self, forKey: .attempts),
            createdAt: try container.decode(String.self, forKey: .createdAt),
            nextAttemptAt: try container.decodeIfPresent(String.self, forKey: .nextAttemptAt))
    }

    /// Every key is always there, `null` where absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(application, forKey: .application)
        try container.encode(endpointID, forKey: .endpointID)
        try container.encode(subject, forKey: .subject)
        try container.encode(verificationID, forKey: .verificationID)
        try container.encode(type, forKey: .type)
        try container.encode(url, forKey: .url)
        try container.encode(state, forKey: .state)
        try container.encode(attempts, forKey: .attempts)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(nextAttemptAt, forKey: .nextAttemptAt)
    }
}
