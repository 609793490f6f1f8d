import Verification

/// One administrative act, as `/v1/audit` shows it. Every key is always there.
public struct AuditReport: Codable, Hashable, Sendable {
    /// RFC 3339.
    public let at: String
    /// `operator`, or the id of a key.
    public let actor: String
    /// `key.created`, `endpoint.changed`, `modem.reset`, `number.erased`, …
    public let act: String
    /// What it was done to: an id, a modem as the operator named it, or a phone number, masked.
    public let subject: String
    /// Where the request came from; `null` on the admin socket.
    public let address: String?

    init(_ entry: AuditEntry) {
        at = entry.at.asUTCTimestamp
        actor = entry.actor
        act = entry.act
        subject = entry.subject
        address = entry.address
    }

    private enum CodingKeys: String, CodingKey { case at, actor, act, subject, address }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(at, forKey: .at)
        try container.encode(actor, forKey: .actor)
        try container.encode(act, forKey: .act)
        try container.encode(subject, forKey: .subject)
        try container.encode(address, forKey: .address)
    }
}
