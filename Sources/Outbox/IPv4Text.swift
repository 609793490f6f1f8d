/// The spellings of an IPv4 address.
enum IPv4Text {
    /// Four decimal numbers without leading zeros.
    static func dotted(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard part.utf8.allSatisfy(isDigit), part.count == 1 || !part.hasPrefix("0"), let byte = UInt8(part) else { return nil }
            value = value << 8 | UInt32(byte)
        }
        return value
    }

    /// As inet_aton reads it: one to four numbers, decimal, octal (`0…`) or hexadecimal (`0x…`); the last fills the rest.
    static func loose(_ text: String) -> UInt32? {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map(number)
        guard (1...4).contains(numbers.count), let last = numbers.last.flatMap(\.self) else { return nil }
        var value: UInt64 = 0
        for number in numbers.dropLast() {
            guard let number, number < 256 else { return nil }
            value = value << 8 | number
        }
        let bits = 8 * (5 - numbers.count)
        guard last < 1 << UInt64(bits) else { return nil }
        return UInt32(exactly: value << UInt64(bits) | last)
    }

    /// Whether a resolver would take the host for a number: its last label is one.
    static func looksNumeric(_ host: String) -> Bool {
        guard let last = host.split(separator: ".", omittingEmptySubsequences: false).last, !last.isEmpty else { return false }
        return last.utf8.allSatisfy(isDigit) || last.hasPrefix("0x")
    }

    static func print(_ value: UInt32) -> String {
        stride(from: 24, through: 0, by: -8).map { String(value >> UInt32($0) & 0xFF) }.joined(separator: ".")
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
        if text.hasPrefix("0x") { return text.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16) }
        return text.count > 1 && text.hasPrefix("0") ? UInt64(text, radix: 8) : UInt64(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
