/// Which endpoint: `ep_` and a time-ordered identity, or `ep_` and the application's name for the configured one.
public struct EndpointID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The configured callback URL of an account.
    public init(configuredOf account: String) { self.init(rawValue: "ep_\(account)") }

    public var description: String { rawValue }
}

/// A URL of a customer's that chose some events.
public struct Endpoint: Hashable, Sendable {
    /// Also the ``Delivery/target`` of what goes there.
    public let id: EndpointID
    /// Whose it is.
    public let account: String
    /// An absolute http(s) URL, judged at each attempt (``AddressGuard``).
    public var url: String
    /// The event types it gets.
    public var events: Set<String>
    /// While it is disabled, what is meant for it becomes dead letters.
    public var state: State
    /// An event older than this is not worth sending any more; `nil`: it always is.
    public var staleAfter: Duration?
    /// The customer's own words.
    public var note: String?
    /// Whether the configuration names it, which then has its URL, events and secret.
    public let isConfigured: Bool
    public let createdAt: UnixTime
    /// Without meaning for a configured one, whose secrets stand in a file.
    public var secret: SecretVersion

    public init(
        id: EndpointID, account: String, url: String, events: Set<String>, state: State = .enabled, staleAfter: Duration? = nil,
        note: String? = nil, isConfigured: Bool = false, createdAt: UnixTime, secret: SecretVersion = SecretVersion(number: 1)
    ) {
        self.id = id
        self.account = account
        self.url = url
        self.events = events
        self.state = state
        self.staleAfter = staleAfter
        self.note = note
        self.isConfigured = isConfigured
        self.createdAt = createdAt
        self.secret = secret
    }

    /// Whether it is sent to.
    public enum State: Hashable, Sendable {
        case enabled
        case disabled(Reason)

        /// Who disabled it.
        public enum Reason: String, Sendable, Codable {
            /// It answered 410 itself.
            case gone
            /// By the customer or the operator.
            case requested
        }
    }

    /// Which of its secrets signs. The secrets themselves are kept nowhere: they are derived (``MasterKey``).
    public struct SecretVersion: Hashable, Sendable {
        /// From 1 on.
        public let number: Int
        /// Until when those before sign as well.
        public let previousUntil: UnixTime?
        /// The first of those before that signs as well; `nil`: the one before alone.
        public let oldest: Int?

        /// How many sign at once, so that a header with all of them stays short.
        private static let mostAtOnce = 4

        public init(number: Int, previousUntil: UnixTime? = nil, oldest: Int? = nil) {
            self.number = number
            self.previousUntil = previousUntil
            self.oldest = oldest
        }

        /// Those that sign at this time, newest first.
        public func signing(at now: UnixTime) -> [Int] {
            guard let previousUntil, now < previousUntil else { return [number] }
            let first = max(oldest ?? number - 1, number - SecretVersion.mostAtOnce + 1, 1)
            return (min(first, number)...number).reversed()
        }

        /// A new one; those that sign now sign as well until then. `nil`: no longer.
        public func rotated(at now: UnixTime, overlapUntil: UnixTime?) -> SecretVersion {
            SecretVersion(
                number: number + 1, previousUntil: overlapUntil, oldest: overlapUntil.flatMap { _ in signing(at: now).last })
        }
    }
}
