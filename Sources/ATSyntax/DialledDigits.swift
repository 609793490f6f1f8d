/// The number field of a call line.
enum DialledDigits {
    /// Whether this is what a network may present: `+`, digits, `*`, `#`, `A` to `C` (3GPP TS 24.008, table 10.5.118).
    static func isNumber(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.enumerated().allSatisfy { position, byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "#"),
                    UInt8(ascii: "A")...UInt8(ascii: "C"),
                    UInt8(ascii: "a")...UInt8(ascii: "c"):
                    true
                case UInt8(ascii: "+"): position == 0
                default: false
                }
            }
    }

    /// The field as digits: with `+CSCS="UCS2"` each character may come as four hexadecimal digits.
    static func decoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count >= 12, bytes.count.isMultiple(of: 4) else { return text }
        var decoded: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 4) {
            guard let code = UInt16(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16),
                code == 0x2B || (0x30...0x39).contains(code)
            else { return text }
            decoded.append(UInt8(code))
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
