public import Telephony

/// Which key: `key_` and a time-ordered identity.
public struct KeyID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A new identity.
    public init(at moment: Moment) { self.init(rawValue: timeOrderedIdentity("key", at: moment)) }

    public var description: String { rawValue }
}

/// An API key as it is kept: never the key itself.
public struct APIKeyRecord: Hashable, Sendable {
    /// By this it is revoked, and the audit log names it.
    public let id: KeyID
    /// In whose name it acts.
    public let application: ApplicationName
    /// SHA-256 of the whole key. The key has 256 random bits, so that a plain hash is enough.
    public let hash: [UInt8]
    /// The first characters, to tell keys apart in a list: `rk_AbCd`.
    public let hint: String
    /// What it opens; for all else the answer is 403 (`missing-scope`).
    public let scopes: Set<Scope>
    /// The moment that its ``id`` tells as well.
    public let createdAt: Moment
    /// `nil`: it is not revoked. A revoked one stays in the list and opens nothing.
    public let revokedAt: Moment?
    /// Unix milliseconds; `nil`: never.
    public let expiresAt: Int64?
    /// Unix milliseconds, to the minute; `nil`: not yet.
    public let lastUsedAt: Int64?

    public init(
        id: KeyID, application: ApplicationName, hash: [UInt8], hint: String, scopes: Set<Scope>, createdAt: Moment,
        revokedAt: Moment? = nil, expiresAt: Int64? = nil, lastUsedAt: Int64? = nil
    ) {
        self.id = id
        self.application = application
        self.hash = hash
        self.hint = hint
        self.scopes = scopes
        self.createdAt = createdAt
        self.revokedAt = revokedAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }

    /// What a key is good for.
    public enum Scope: String, Sendable, Codable, CaseIterable {
        /// Make, cancel, step up and authenticate verifications; change endpoints; replay callbacks; export and erase a number.
        case write = "verifications:write"
        /// Show verifications, modems, lines, callbacks and endpoints, and watch events.
        case read = "verifications:read"
        /// Show calls, and what tells of single calls: events, callbacks, exports.
        case calls = "calls:read"
        /// By itself the audit log and `/metrics`; with the scope that each needs, everybody's calls, modems as the operator sees them,
        /// and whatever is kept of a number.
        case admin

        /// What a key gets when nobody says: everything but `admin`.
        public static let standard: Set<Scope> = [.write, .read, .calls]
    }
}
