/// One event on its way to one URL: fixed bytes, and how far it has come.
public struct Delivery: Hashable, Sendable {
    /// The same on every attempt, also after a replay.
    public let id: MessageID
    /// Whose secret signs it.
    public let account: String
    /// Which of the account's endpoints it is for; `nil`: a URL that a request named.
    public let endpoint: EndpointID?
    /// What it is about, for listings: an identity of the domain.
    public let subject: String
    /// `verification.verified`, …
    public let eventType: String
    /// Where the next attempt goes: what has not been delivered follows its endpoint.
    public let url: String
    /// The exact bytes that every attempt sends.
    public let body: [UInt8]
    /// `form` for the OTPApi face only.
    public let format: Format
    /// From here its age is counted (``DeliveryTerms/staleAfter``).
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
