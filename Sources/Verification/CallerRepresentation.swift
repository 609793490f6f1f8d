import Telephony

/// Who called, as outsiders see it.
public struct CallerRepresentation: Codable, Hashable, Sendable {
    /// `presented` also where the digits do not read as a ``number``.
    public let state: State
    /// E.164 with `+`, where the digits were read without doubt.
    public let number: String?
    /// The digits as presented; `null` where nothing was told, and where a masked `number` stands beside them, which they would complete.
    public let raw: String?
    /// Type of address octet (3GPP TS 24.008, 10.5.4.7); `null`: the modem told nothing of the caller.
    public let typeOfAddress: UInt8?
    /// CLI validity, 0 to 4 (3GPP TS 27.007, 7.6); `null`: the modem told none.
    public let cliValidity: Int?

    /// What the network let the called party know (3GPP TS 22.081).
    public enum State: String, Codable, Sendable { case presented, withheld, unavailable }

    /// `masked`: hides the middle of the digits, for those whom the call does not concern.
    public init(_ record: CallRecord, masked: Bool = false) {
        state =
            switch record.call.caller {
            case .presented: .presented
            case .withheld: .withheld
            case .unavailable: .unavailable
            }
        let digits = record.call.presentation?.digits
        if case .number(let read) = record.reading {
            number = masked ? read.masked : read.description
            raw = masked ? nil : digits
        } else {
            number = nil
            raw = masked ? digits.map(maskedDigits) : digits
        }
        typeOfAddress = record.call.presentation?.typeOfAddress.rawValue
        cliValidity = record.call.presentation?.validity?.rawValue
    }

    private enum CodingKeys: String, CodingKey {
        case state, number, raw
        case typeOfAddress = "type_of_address"
        case cliValidity = "cli_validity"
    }

    /// Written by hand, since the synthesised one leaves out what is absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
        try container.encode(number, forKey: .number)
        try container.encode(raw, forKey: .raw)
        try container.encode(typeOfAddress, forKey: .typeOfAddress)
        try container.encode(cliValidity, forKey: .cliValidity)
    }
}
