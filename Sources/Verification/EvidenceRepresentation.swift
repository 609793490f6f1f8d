public import Telephony

/// What a verified result rests on, as outsiders see it.
public struct EvidenceRepresentation: Codable, Hashable, Sendable {
    /// The digits as the network presented them.
    public let raw: String
    /// Type of address octet (3GPP TS 24.008, 10.5.4.7).
    public let typeOfAddress: UInt8
    /// CLI validity (3GPP TS 27.007, 7.6), where the modem tells it.
    public let cliValidity: Int?
    /// The line it rang on.
    public let line: String
    /// RFC 3339 in UTC.
    public let rangAt: String
    /// What `+CSSU` told (3GPP TS 27.007, 7.17); never `yes`, since such a call verifies nobody.
    public let forwarded: IncomingCall.Forwarding

    public init(_ evidence: Verification.Evidence) {
        raw = evidence.presentation.digits
        typeOfAddress = evidence.presentation.typeOfAddress.rawValue
        cliValidity = evidence.presentation.validity?.rawValue
        line = evidence.line.rawValue
        rangAt = evidence.rangAt.asUTCTimestamp
        forwarded = evidence.forwarding
    }

    private enum CodingKeys: String, CodingKey {
        case raw, line, forwarded
        case typeOfAddress = "type_of_address"
        case cliValidity = "cli_validity"
        case rangAt = "rang_at"
    }

    /// Written by hand, since the synthesised one leaves out what is absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(raw, forKey: .raw)
        try container.encode(typeOfAddress, forKey: .typeOfAddress)
        try container.encode(cliValidity, forKey: .cliValidity)
        try container.encode(line, forKey: .line)
        try container.encode(rangAt, forKey: .rangAt)
        try container.encode(forwarded, forKey: .forwarded)
    }
}
