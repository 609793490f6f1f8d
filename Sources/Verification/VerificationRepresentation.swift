import Telephony

/// A verification as outsiders see it: in answers of the API and in callbacks alike. Every key is always there, `null` where absent.
public struct VerificationRepresentation: Codable, Hashable, Sendable {
    public let id: String
    public let status: VerificationStatus
    /// `000` verified, `001` not verified.
    public let code: String
    /// E.164 with `+`.
    public let phoneNumber: String
    /// E.164 with `+`: the latest line handed out.
    public let numberToCall: String?
    /// `tel:+…` (RFC 3966).
    public let telURI: String?
    /// The last moment to dial, RFC 3339 in UTC: a call takes some 10 s to be set up.
    public let callBy: String
    public let expiresAt: String
    public let createdAt: String
    public let endedAt: String?
    public let reason: String?
    public let reference: String?
    public let metadata: JSONValue?
    public let lastCall: LastCallRepresentation?
    public let evidence: EvidenceRepresentation?
    public let assurance: Assurance
    /// What is suspicious about the call, in alphabetical order.
    public let flags: [CallFlag]
    /// Whether a virtual modem had a part in it.
    public let simulated: Bool

    public init(_ verification: Verification) {
        let setUp: Int64 = 10_000
        let number = verification.handedOut.last?.number
        id = verification.id.rawValue
        status = verification.status
        code = verification.status.code
        phoneNumber = verification.phoneNumber.description
        numberToCall = number?.description
        telURI = number.map { "tel:\($0)" }
        callBy = max(verification.deadline.unixMilliseconds - setUp, verification.createdAt.unixMilliseconds).asUTCTimestamp
        expiresAt = verification.deadline.unixMilliseconds.asUTCTimestamp
        createdAt = verification.createdAt.unixMilliseconds.asUTCTimestamp
        endedAt = verification.endedAt?.unixMilliseconds.asUTCTimestamp
        reason = verification.reason
        reference = verification.reference
        metadata = verification.metadata
        lastCall = verification.lastCall.map(LastCallRepresentation.init)
        evidence = verification.evidence.map(EvidenceRepresentation.init)
        assurance = verification.assurance
        flags = verification.flags.sorted()
        simulated = verification.isSimulated
    }

    private enum CodingKeys: String, CodingKey {
        case id, status, code, reason, reference, metadata, evidence, assurance, flags, simulated
        case phoneNumber = "phone_number"
        case numberToCall = "number_to_call"
        case telURI = "tel_uri"
        case callBy = "call_by"
        case expiresAt = "expires_at"
        case createdAt = "created_at"
        case endedAt = "ended_at"
        case lastCall = "last_call"
    }

    /// Written by hand, since the synthesised one leaves out what is absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(status, forKey: .status)
        try container.encode(code, forKey: .code)
        try container.encode(phoneNumber, forKey: .phoneNumber)
        try container.encode(numberToCall, forKey: .numberToCall)
        try container.encode(telURI, forKey: .telURI)
        try container.encode(callBy, forKey: .callBy)
        try container.encode(expiresAt, forKey: .expiresAt)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(reason, forKey: .reason)
        try container.encode(reference, forKey: .reference)
        try container.encode(metadata, forKey: .metadata)
        try container.encode(lastCall, forKey: .lastCall)
        try container.encode(evidence, forKey: .evidence)
        try container.encode(assurance, forKey: .assurance)
        try container.encode(flags, forKey: .flags)
        try container.encode(simulated, forKey: .simulated)
    }
}
