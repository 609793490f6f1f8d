/// The `Retry-After` header (RFC 9110, section 10.2.3).
public enum RetryAfter {
    /// Seconds, or an HTTP-date measured from `now`, in any of its forms (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
    /// `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`. `nil`: unreadable.
    public static func parse(_ text: String, now: UnixTime) -> Duration? {
        let bytes = text.utf8
        if !bytes.isEmpty, bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return .seconds(Int64(text).map { min($0, 31_536_000) } ?? 31_536_000)
        }
        return date(text, now: now).map { max(.zero, $0 - now) }
    }

    private static func date(_ text: String, now: UnixTime) -> UnixTime? {
        let words = text.split(separator: " ")
        guard let parts = parts(words), let day = Int64(parts.day), (1...31).contains(day) else { return nil }
        guard let month = months.firstIndex(of: parts.month), var year = Int64(parts.year), (0...9999).contains(year) else {
            return nil
        }
        // Two digits mean the latest such year that is not more than 50 years ahead.
        if parts.year.count == 2 {
            let present = 1970 + now.milliseconds / 31_556_952_000
            year += present / 100 * 100
            if year > present + 50 { year -= 100 }
        }
        guard year >= 1970 else { return nil }
        let clock = parts.clock.split(separator: ":").map { Int64($0) ?? -1 }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]) else {
            return nil
        }
        let days = daysSince1970(year, Int64(month) + 1, day)
        return UnixTime(milliseconds: (days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]) * 1_000)
    }

    private typealias Parts = (day: Substring, month: Substring, year: Substring, clock: Substring)

    private static func parts(_ words: [Substring]) -> Parts? {
        if words.count == 6, words[5] == "GMT" { return (words[1], words[2], words[3], words[4]) }
        if words.count == 5, !words[4].contains("T") { return (words[2], words[1], words[4], words[3]) }
        let date = words.count == 4 && words[3] == "GMT" ? words[1].split(separator: "-") : []
        return date.count == 3 ? (date[0], date[1], date[2], words[2]) : nil
    }

    /// Counts years from March, so that the leap day is the last of its year.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }

    private static let months: [Substring] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
