import Telephony

/// Who called, as outsiders see it.
public struct CallerRepresentation: Codable, Hashable, Sendable {
    public let state: State
    /// E.164 with `+`, where the digits were read without doubt.
    public let number: String?
    /// The digits as presented; `null` where nothing was told, and where a masked `number` stands beside them, which they would complete.
    public let raw: String?
    public let typeOfAddress: UInt8?
    public let cliValidity: Int?

    /// What the network let the called party know (3GPP TS 22.081).
    public enum State: String, Codable, Sendable { case presented, withheld, unavailable }

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
