/// An international public telecommunication number: `+`, a country code, and the rest; at most 15 digits (ITU-T E.164, 6.2).
///
/// Two numbers are the same subscriber only when all their digits are equal; there is no comparing by the last digits.
public struct E164: Hashable, Sendable {
    /// The digits without `+`, 7 to 15 of them, the first not 0.
    public let digits: String

    /// Reads `+` and 7 to 15 digits; `nil` for anything else, also for spaces, so that nothing is guessed here.
    public init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "+") else { return nil }
        self.init(digits: String(text.dropFirst()))
    }

    /// Reads 7 to 15 digits that begin with a country code.
    public init?(digits: String) {
        guard (7...15).contains(digits.utf8.count), digits.utf8.first != UInt8(ascii: "0"), digits.isDecimalDigits else {
            return nil
        }
        self.digits = digits
    }
}

/// The number that people call to reach a line (3GPP TS 23.003, 3.3).
public typealias MSISDN = E164

extension E164: LosslessStringConvertible {
    public var description: String { "+\(digits)" }
}

extension E164: Masked {
    /// `+791•••567`: the head tells the network, the tail tells two callers apart, the middle is nobody's business.
    public var masked: String { "+\(maskedDigits(digits))" }
}

extension E164: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let number = E164(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an E.164 number: + and 7 to 15 digits")
        }
        self = number
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
