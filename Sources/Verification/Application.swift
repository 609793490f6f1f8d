/// A customer of this gateway, named in the configuration.
public struct Application: Hashable, Sendable {
    /// The name; also the identity in the store. 1 to 64 of `A-Z a-z 0-9 . _ -`.
    public let name: ApplicationName
    /// Where ends are called back when a request names no URL.
    public let callbackURL: String?
    public let policy: ApplicationPolicy

    public init(name: ApplicationName, callbackURL: String?, policy: ApplicationPolicy = .standard) {
        self.name = name
        self.callbackURL = callbackURL
        self.policy = policy
    }
}

/// The name of an application.
public struct ApplicationName: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String

    /// Reads 1 to 64 of `A-Z a-z 0-9 . _ -`; `nil` for anything else.
    public init?(rawValue: String) {
        let allowed = rawValue.utf8.allSatisfy { byte in
            switch UInt8(byte) {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard allowed, (1...64).contains(rawValue.utf8.count) else { return nil }
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}

/// What an application may do and what it gets when it does not say.
public struct ApplicationPolicy: Hashable, Sendable, Codable {
    /// How long a verification is open when the request does not say.
    public var lifetime: Duration
    /// The longest a request may ask for.
    public var maximumLifetime: Duration

    public init(lifetime: Duration, maximumLifetime: Duration) {
        self.lifetime = lifetime
        self.maximumLifetime = maximumLifetime
    }

    /// 120 s, at most 600 s.
    public static let standard = ApplicationPolicy(lifetime: .seconds(120), maximumLifetime: .seconds(600))
}
