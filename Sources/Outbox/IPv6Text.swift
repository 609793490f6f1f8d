/// The text form of an IPv6 address (RFC 4291, section 2.2).
enum IPv6Text {
    static func parse(_ text: String) -> UInt128? {
        guard text.utf8.count <= 45, let halves = halves(of: text) else { return nil }
        guard let head = groups(halves.head, mayEndInIPv4: halves.tail == nil) else { return nil }
        guard let tailText = halves.tail else { return head.count == 8 ? value(head) : nil }
        guard let tail = groups(tailText, mayEndInIPv4: true), head.count + tail.count < 8 else { return nil }
        return value(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    /// Lower case, the longest run of zero groups as `::` (RFC 5952).
    static func print(_ value: UInt128) -> String {
        let groups = stride(from: 112, through: 0, by: -16).map { UInt16(truncatingIfNeeded: value >> UInt128($0)) }
        let run = longestZeroRun(groups)
        let words = groups.map { String($0, radix: 16) }
        guard run.count > 1 else { return words.joined(separator: ":") }
        return words[..<run.lowerBound].joined(separator: ":") + "::" + words[run.upperBound...].joined(separator: ":")
    }

    private static func halves(of text: String) -> (head: String, tail: String?)? {
        let bytes = Array(text.utf8)
        let colon = UInt8(ascii: ":")
        let gaps = bytes.indices.dropLast().filter { bytes[$0] == colon && bytes[$0 + 1] == colon }
        guard let gap = gaps.first else { return (text, nil) }
        guard gaps.count == 1 else { return nil }
        return (String(decoding: bytes[..<gap], as: UTF8.self), String(decoding: bytes[(gap + 2)...], as: UTF8.self))
    }

    private static func groups(_ text: String, mayEndInIPv4: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, let four = IPv4Text.dotted(String(part)) {
                groups += [UInt16(four >> 16), UInt16(truncatingIfNeeded: four)]
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexDigit), let group = UInt16(part, radix: 16)
                else {
                    return nil
                }
                groups.append(group)
            }
        }
        return groups
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool { Character(UnicodeScalar(byte)).isHexDigit }

    private static func value(_ groups: [UInt16]) -> UInt128 { groups.reduce(0) { $0 << 16 | UInt128($1) } }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var best = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 { start = index + 1 } else if index + 1 - start > best.count { best = start..<(index + 1) }
        }
        return best
    }
}
