/// An API key, as `/admin/keys` shows it.
public struct KeyReport: Codable, Hashable, Sendable {
    /// `key_…`: by this it is revoked, and the audit log names it.
    public let id: String
    /// Whose it is, by name.
    public let application: String
    /// The first characters, to tell keys apart: `rk_AbCd`.
    public let hint: String
    /// In alphabetical order.
    public let scopes: [String]
    /// RFC 3339.
    public let createdAt: String
    /// RFC 3339; `null`: it is not revoked.
    public let revokedAt: String?
    /// RFC 3339; `null`: it does not expire.
    public let expiresAt: String?
    /// RFC 3339, to the minute; `null`: never yet.
    public let lastUsedAt: String?
    /// The key itself: only in the answer that created it, and never again.
    public let key: String?

    public init(
        id: String, application: String, hint: String, scopes: [String], createdAt: String, revokedAt: String? = nil,
        expiresAt: String? = nil, lastUsedAt: String? = nil, key: String? = nil
    ) {
        self.id = id
        self.application = application
        self.hint = hint
        self.scopes = scopes
        self.createdAt = createdAt
        self.revokedAt = revokedAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.key = key
    }

    /// Every field is there, `null` where there is nothing; the key itself only where it was just created.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(application, forKey: .application)
        try container.encode(hint, forKey: .hint)
        try container.encode(scopes, forKey: .scopes)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(revokedAt, forKey: .revokedAt)
        try container.encode(expiresAt, forKey: .expiresAt)
        try container.encode(lastUsedAt, forKey: .lastUsedAt)
        try container.encodeIfPresent(key, forKey: .key)
    }

    enum CodingKeys: String, CodingKey {
        case id, application, hint, scopes
        case createdAt = "created_at"
        case revokedAt = "revoked_at"
        case expiresAt = "expires_at"
        case lastUsedAt = "last_used_at"
        case key
    }
}
