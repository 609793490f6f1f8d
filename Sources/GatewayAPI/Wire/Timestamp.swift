import FoundationEssentials

/// A time as clients write it: RFC 3339, with any offset.
enum Timestamp {
    /// Unix milliseconds; `nil` for anything else, also for days that are in no calendar.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count), [UInt8(ascii: "T"), UInt8(ascii: "t")].contains(bytes[10]) else { return nil }
        let wall = text.prefix(19).uppercased() + "Z"
        // Foundation rolls over what is too large, such as 12:99: what it read has to be what stands there.
        guard let date = try? Date(wall, strategy: .iso8601), date.formatted(.iso8601) == wall else { return nil }
        let rest = text.dropFirst(19)
        let fraction = rest.first == "." ? rest.dropFirst().prefix { $0.isASCII && $0.isNumber } : ""
        guard rest.first != "." || !fraction.isEmpty,
            let offset = minutes(String(rest.dropFirst(fraction.isEmpty ? 0 : fraction.count + 1)))
        else { return nil }
        let milliseconds = Int64((fraction + "000").prefix(3)) ?? 0
        return Int64(date.timeIntervalSince1970) * 1000 + milliseconds - offset * 60_000
    }

    /// `Z`, `+05:30`.
    private static func minutes(_ text: String) -> Int64? {
        if text == "Z" || text == "z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard let sign = ["+": Int64(1), "-": -1][text.prefix(1)], parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hours = UInt8(parts[0]), let minutes = UInt8(parts[1]), hours < 24, minutes < 60
        else { return nil }
        return sign * (Int64(hours) * 60 + Int64(minutes))
    }
}
