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
    public let id: KeyID
    public let application: ApplicationName
    /// SHA-256 of the whole key. The key has 256 random bits, so that a plain hash is enough.
    public let hash: [UInt8]
    /// The first characters, to tell keys apart in a list: `rk_AbCd`.
    public let hint: String
    public let scopes: Set<Scope>
    public let createdAt: Moment
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
        case write = "verifications:write"
        case read = "verifications:read"
        case calls = "calls:read"
        case admin

        /// What a key gets when nobody says: everything but `admin`.
        public static let standard: Set<Scope> = [.write, .read, .calls]
    }
}

/// What a store refuses, as facts.
public enum StoreError: Error, Hashable, Sendable {
    case unknownApplication(ApplicationName)
    /// The file was written by a newer version of Ringcheck.
    case newerSchema(path: String)
    /// The disk is full, or the file cannot be written now.
    case unavailable(path: String, detail: String)
    /// Another gateway holds the data directory.
    case inUse(path: String)
    /// The file is no database, or is damaged.
    case damaged(path: String, detail: String)

    /// Whether the same call may go through later.
    public var isTransient: Bool {
        if case .unavailable = self { true } else { false }
    }

    /// One sentence for the operator.
    public var remedy: String {
        switch self {
        case .unknownApplication(let name):
            "There is no application '\(name)': add it under 'applications' in the configuration and restart."
        case .newerSchema(let path):
            "\(path) was written by a newer version of ringcheck: install that version, or point data-directory elsewhere."
        case .unavailable(let path, let detail):
            "\(path) cannot be written (\(detail)): free space on the disk or mend it; ringcheck goes on by itself."
        case .inUse(let path):
            "\(path) is in use by another ringcheck: stop that one, or give this one a data-directory of its own."
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)): stop ringcheck, keep the file, and restore a backup."
        }
    }
}
