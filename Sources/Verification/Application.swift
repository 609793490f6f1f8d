/// A customer of this gateway, named in the configuration.
public struct Application: Hashable, Sendable {
    /// The name; also the identity in the store. 1 to 64 of `A-Z a-z 0-9 . _ -`.
    public let name: ApplicationName
    /// Where ends are called back when a request names no URL.
    public let callbackURL: String?
    /// By default ``ApplicationPolicy/standard``.
    public let policy: ApplicationPolicy
    /// What the callback URL hears beyond the ends of verifications, which it always hears.
    public let events: Set<EventType>

    public init(
        name: ApplicationName, callbackURL: String?, policy: ApplicationPolicy = .standard,
        events: Set<EventType> = EventType.standard
    ) {
        self.name = name
        self.callbackURL = callbackURL
        self.policy = policy
        self.events = events
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
