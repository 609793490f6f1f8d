import Outbox
import Verification

/// An endpoint, as `/v1/endpoints` shows it. Every key but `secret` is always there, `null` where absent.
public struct EndpointReport: Codable, Hashable, Sendable {
    /// `ep_…`; with the application's name behind it where the configuration names it.
    public let id: String
    /// Whose it is, by name.
    public let application: String
    /// Where its events go, also those that wait already.
    public let url: String
    /// In alphabetical order.
    public let events: [String]
    /// `enabled` or `disabled`.
    public let state: String
    /// `gone` (it answered 410) or `requested`.
    public let disabledReason: String?
    /// Seconds after which an event is not worth sending any more; `null`: it always is.
    public let staleAfter: Int64?
    /// The customer's own words, 1 to 256 characters.
    public let description: String?
    /// `closed`, `open` or `half-open`.
    public let circuit: String
    /// Whether the configuration names it.
    public let isConfigured: Bool
    /// RFC 3339.
    public let createdAt: String
    /// RFC 3339; until then the secret before signs as well.
    public let secretRotatesUntil: String?
    /// `whsec_…`: only in the answer that made it.
    public let secret: String?

    init(_ endpoint: Endpoint, circuit: CircuitBreaker.State, now: Int64, secret: String? = nil) {
        id = endpoint.id.rawValue
        application = endpoint.account
        url = endpoint.url
        events = endpoint.events.sorted()
        state = endpoint.state == .enabled ? "enabled" : "disabled"
        disabledReason = if case .disabled(let reason) = endpoint.state { reason.rawValue } else { nil }
        staleAfter = endpoint.staleAfter?.components.seconds
        description = endpoint.note
        self.circuit = circuit.rawValue
        isConfigured = endpoint.isConfigured
        createdAt = endpoint.createdAt.milliseconds.asUTCTimestamp
        let overlap = endpoint.secret.previousUntil?.milliseconds
        secretRotatesUntil = overlap.flatMap { $0 > now ? $0.asUTCTimestamp : nil }
        self.secret = secret
    }

    private enum CodingKeys: String, CodingKey {
        case id, application, url, events, state, description, circuit, secret
        case disabledReason = "disabled_reason"
        case staleAfter = "stale_after"
        case isConfigured = "is_configured"
        case createdAt = "created_at"
        case secretRotatesUntil = "secret_rotates_until"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(application, forKey: .application)
        try container.encode(url, forKey: .url)
        try container.encode(events, forKey: .events)
        try container.encode(state, forKey: .state)
        try container.encode(disabledReason, forKey: .disabledReason)
        try container.encode(staleAfter, forKey: .staleAfter)
        try container.encode(description, forKey: .description)
        try container.encode(circuit, forKey: .circuit)
        try container.encode(isConfigured, forKey: .isConfigured)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(secretRotatesUntil, forKey: .secretRotatesUntil)
        try container.encodeIfPresent(secret, forKey: .secret)
    }
}
