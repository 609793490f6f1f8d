/// One delivery, as `/v1/callbacks` and `/admin/callbacks` show it.
public struct CallbackReport: Codable, Hashable, Sendable {
    /// `msg_…`: the `webhook-id` of every attempt.
    public let id: String
    public let application: String
    public let verificationID: String
    /// `verification.verified`, …
    public let type: String
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
        id: String, application: String, verificationID: String, type: String, url: String, state: String, attempts: Int,
        createdAt: String, nextAttemptAt: String? = nil
    ) {
        self.id = id
        self.application = application
        self.verificationID = verificationID
        self.type = type
        self.url = url
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
        self.nextAttemptAt = nextAttemptAt
    }

    enum CodingKeys: String, CodingKey {
        case id, application
        case verificationID = "verification_id"
        case type, url, state, attempts
        case createdAt = "created_at"
        case nextAttemptAt = "next_attempt_at"
    }
}
