/// Durations as people write them: `500ms`, `30s`, `5m`, `2h`, `7d`; a plain number is seconds.
enum DurationText {
    /// From 1 ms to 366 days; `nil` for anything else.
    static func parse(_ text: String) -> Duration? {
        let number = text.prefix { $0.isASCII && $0.isNumber }
        guard let amount = Int64(number), let unit = milliseconds(text.dropFirst(number.count)) else { return nil }
        let (total, overflow) = amount.multipliedReportingOverflow(by: unit)
        guard !overflow, (1...31_622_400_000).contains(total) else { return nil }
        return .milliseconds(total)
    }

    private static func milliseconds(_ unit: Substring) -> Int64? {
        switch unit {
        case "ms": 1
        case "", "s": 1000
        case "m": 60_000
        case "h": 3_600_000
        case "d": 86_400_000
        default: nil
        }
    }
}
