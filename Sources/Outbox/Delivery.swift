/// Which message: `msg_` and a time-ordered identity; the `webhook-id` of every attempt.
public struct MessageID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}

/// One event on its way to one URL: fixed bytes, and how far it has come.
public struct Delivery: Hashable, Sendable {
    public let id: MessageID
    /// Whose secret signs it.
    public let account: String
    /// Which of the account's endpoints it is for; `nil`: a URL that a request named.
    public let endpoint: EndpointID?
    /// What it is about, for listings: an identity of the domain.
    public let subject: String
    /// `verification.verified`, …
    public let eventType: String
    public let url: String
    /// The exact bytes that every attempt sends.
    public let body: [UInt8]
    public let format: Format
    public let createdAt: UnixTime
    public var state: State
    /// Attempts that ended, whichever way.
    public var attempts: Int
    /// How many attempts there had been when it was last sent off: the schedule counts from there.
    public var scheduleStart: Int
    /// When the next attempt is due; meaningless once ended.
    public var nextAttemptAt: UnixTime
    /// What shares a circuit and a number of attempts under way: the endpoint, or the origin that an account's requests named, as in
    /// `shop https://shop.example:443`: nobody waits for what another's URL does not take.
    public let target: String

    public init(
        id: MessageID, account: String, endpoint: EndpointID? = nil, subject: String, eventType: String, url: String, body: [UInt8],
        format: Format = .event, createdAt: UnixTime, state: State = .pending, attempts: Int = 0, scheduleStart: Int = 0,
        nextAttemptAt: UnixTime, target: String? = nil
    ) {
        self.id = id
        self.account = account
        self.endpoint = endpoint
        self.subject = subject
        self.eventType = eventType
        self.url = url
        self.body = body
        self.format = format
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.scheduleStart = scheduleStart
        self.nextAttemptAt = nextAttemptAt
        self.target = target ?? endpoint?.rawValue ?? "\(account) \((try? CallbackURL(url))?.origin ?? "")"
    }

    /// What the body is.
    public enum Format: String, Sendable, Codable {
        /// A signed event of Standard Webhooks.
        case event
        /// An unsigned form.
        case form
    }

    /// How far a delivery has come.
    public enum State: String, Sendable, Codable, CaseIterable {
        case pending, delivered
        /// A dead letter: it failed for good, and is kept.
        case dead
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z.
public struct UnixTime: Hashable, Comparable, Sendable, Codable {
    public let milliseconds: Int64
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public static func < (left: UnixTime, right: UnixTime) -> Bool { left.milliseconds < right.milliseconds }
}

/// One try of a delivery, as it is recorded.
public struct DeliveryAttempt: Hashable, Sendable {
    public let message: MessageID
    /// 1 for the first.
    public let number: Int
    public let startedAt: UnixTime
    public let took: Duration
    public let outcome: CallbackOutcome

    public init(message: MessageID, number: Int, startedAt: UnixTime, took: Duration, outcome: CallbackOutcome) {
        self.message = message
        self.number = number
        self.startedAt = startedAt
        self.took = took
        self.outcome = outcome
    }
}

/// What one try came to.
public enum CallbackOutcome: Hashable, Sendable {
    /// The endpoint answered; `retryAfter` where it named one.
    case answered(status: Int, retryAfter: Duration?)
    /// Nothing was answered.
    case failed(CallbackFailure)
}

/// Why there was no answer.
public enum CallbackFailure: Error, Hashable, Sendable {
    /// The address is one that callbacks may not go to. Final until the configuration changes.
    case refused(AddressRefusal)
    /// The name did not resolve.
    case unresolved(host: String)
    /// Connecting, TLS or the exchange failed; a short word on how.
    case broken(String)
    /// No answer within the time limit.
    case timedOut(after: Duration)
    /// It was not sent: too old to be worth it.
    case stale
    /// It was not sent: its endpoint is disabled or removed.
    case disabled
}
