/// International mobile equipment identity: the modem itself (3GPP TS 23.003, 6.2).
///
/// The check digit is not judged: cloned modems with a wrong one work, and have to be known by something.
public struct IMEI: Hashable, Sendable, CustomStringConvertible {
    /// 14 to 16 digits: with or without check digit, or with the software version.
    public let description: String

    /// Reads 14 to 16 digits; `nil` for anything else.
    public init?(_ text: String) {
        guard (14...16).contains(text.utf8.count), text.isDecimalDigits else { return nil }
        description = text
    }
}

/// International mobile subscriber identity (3GPP TS 23.003, 2.2).
public struct IMSI: Hashable, Sendable, CustomStringConvertible {
    /// 6 to 15 digits.
    public let description: String

    /// Reads 6 to 15 digits; `nil` for anything else.
    public init?(_ text: String) {
        guard (6...15).contains(text.utf8.count), text.isDecimalDigits else { return nil }
        description = text
    }

    /// The mobile country code: where the subscription is at home.
    public var mobileCountryCode: String { String(description.prefix(3)) }
}

/// Integrated circuit card identity: the SIM card (ITU-T E.118; 3GPP TS 31.102, 4.2.2).
public struct ICCID: Hashable, Sendable, CustomStringConvertible {
    /// 18 to 22 characters: digits from `89` on, and with some Chinese operators hexadecimal letters.
    public let description: String

    /// Reads an ICCID as printed on the card, or with swapped nibbles as EF-ICCID stores it (then it begins with `98`).
    /// Filler `F` at the end is taken off. `nil` for anything else.
    public init?(_ text: String) {
        var characters = Array(text.uppercased())
        if characters.starts(with: "98") { characters = ICCID.nibblesSwapped(characters) }
        while characters.last == "F" { characters.removeLast() }
        guard (18...22).contains(characters.count), characters.starts(with: "89"),
            characters.allSatisfy({ $0.isASCII && $0.isHexDigit })
        else { return nil }
        description = String(characters)
    }

    private static func nibblesSwapped(_ characters: [Character]) -> [Character] {
        var swapped = characters
        for index in stride(from: 0, to: characters.count - 1, by: 2) { swapped.swapAt(index, index + 1) }
        return swapped
    }
}
