/// The `Retry-After` header (RFC 9110, section 10.2.3).
public enum RetryAfter {
    /// Seconds, or an HTTP-date in the preferred form (`Sun, 06 Nov 1994 08:49:37 GMT`) measured from `now`. `nil`: unreadable.
    public static func parse(_ text: String, now: UnixTime) -> Duration? {
        let bytes = text.utf8
        if !bytes.isEmpty, bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return .seconds(Int64(text).map { min($0, 31_536_000) } ?? 31_536_000)
        }
        return date(text).map { max(.zero, $0 - now) }
    }

    private static func date(_ text: String) -> UnixTime? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int64(words[1]), (1...31).contains(day) else { return nil }
        guard let month = months.firstIndex(of: words[2]), let year = Int64(words[3]), (1970...9999).contains(year) else {
            return nil
        }
        let clock = words[4].split(separator: ":").map { Int64($0) ?? -1 }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]) else {
            return nil
        }
        let days = daysSince1970(year, Int64(month) + 1, day)
        return UnixTime(milliseconds: (days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]) * 1_000)
    }

    /// Counts years from March, so that the leap day is the last of its year.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }

    private static let months: [Substring] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
