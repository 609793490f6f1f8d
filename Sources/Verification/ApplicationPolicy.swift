public import Telephony

/// What an application may do and what it gets when it does not say.
public struct ApplicationPolicy: Hashable, Sendable {
    /// How long a verification is open when the request does not say.
    public var lifetime: Duration
    /// The longest a request may ask for.
    public var maximumLifetime: Duration
    /// ISO 3166-1 alpha-2; empty: all.
    public var countries: Set<String> = []
    /// Empty: all.
    public var numberKinds: Set<NumberKind> = []
    /// Hosts that `callback_url` may name: `shop.example`, or `*.shop.example` for all below it. Empty: any.
    public var callbackHosts: [String] = []
    /// Beyond it a request gets 429 (`too-many-attempts`), and when to come back.
    public var attempts = AttemptPolicy()
    /// Whether a verification is made only for a request that bears an `Idempotency-Key`.
    public var requiresIdempotencyKey = false
    /// Suspicions that do not keep a call from verifying.
    public var acceptedFlags = CallFlag.standardAccepted
    /// How long after a call that matched nothing it may be claimed; `nil`: never.
    public var claimWindow: Duration?
    /// Lines that serve this application alone, and it them alone. Empty: the shared ones.
    public var dedicatedLines: Set<MSISDN> = []

    public init(lifetime: Duration, maximumLifetime: Duration) {
        self.lifetime = lifetime
        self.maximumLifetime = maximumLifetime
    }

    /// 120 s, at most 600 s.
    public static let standard = ApplicationPolicy(lifetime: .seconds(120), maximumLifetime: .seconds(600))

    /// Whether `callback_url` may name this host (lower case).
    public func allows(callbackHost host: String) -> Bool {
        callbackHosts.isEmpty
            || callbackHosts.contains { pattern in
                pattern.hasPrefix("*.")
                    ? host.hasSuffix(pattern.dropFirst()) && host.utf8.count > pattern.utf8.count - 1 : host == pattern
            }
    }
}

/// How often a number may be asked about without its being verified. Counted apart for each application and each of its clients, so
/// that a stranger uses up nothing but their own.
public struct AttemptPolicy: Hashable, Sendable {
    /// Of one number by one client; 0 = no limit.
    public var perNumber = 10
    /// Of all numbers that begin alike, by all clients together, verified or not; 0 = no limit.
    public var perPrefix = 0
    /// How many digits make a prefix, the country code included.
    public var prefixDigits = 8
    /// Within this time.
    public var window = Duration.seconds(3600)

    public init() {}
}
