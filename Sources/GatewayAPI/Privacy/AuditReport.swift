import Verification

/// One administrative act, as `/v1/audit` shows it. Every key is always there.
public struct AuditReport: Codable, Hashable, Sendable {
    /// RFC 3339.
    public let at: String
    /// `operator`, or the id of a key.
    public let actor: String
    public let act: String
    public let subject: String
    /// Where the request came from.
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
