import Telephony

/// A verification as outsiders see it: in answers of the API and in callbacks alike. Every key is always there, `null` where absent.
public struct VerificationRepresentation: Codable, Hashable, Sendable {
    /// `ver_…` (``VerificationID``).
    public let id: String
    /// Leaves `pending` once, and never comes back to it.
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
    /// RFC 3339 in UTC; moves with the wall clock when that is set.
    public let expiresAt: String
    /// RFC 3339 in UTC; of one that was claimed afterwards, when the call rang.
    public let createdAt: String
    /// RFC 3339 in UTC; `null` while it is pending.
    public let endedAt: String?
    /// Why it failed, or why a call was not enough, for people; `null` where the status says it all.
    public let reason: String?
    /// As the customer gave it; `null`: it gave none.
    public let reference: String?
    /// As the customer gave it; `null`: it gave none.
    public let metadata: JSONValue?
    /// `null`: no call came that may have been meant for it.
    public let lastCall: LastCallRepresentation?
    /// The call that verified it, or the last one that was not trusted; `null`: there is none.
    public let evidence: EvidenceRepresentation?
    /// `none` until it is verified.
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
