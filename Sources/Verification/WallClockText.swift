import FoundationEssentials

extension Int64 {
    /// Unix milliseconds as RFC 3339 in UTC with milliseconds: `2026-11-24T02:19:11.123Z`.
    public var asUTCTimestamp: String {
        Date(timeIntervalSince1970: Double(self) / 1000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
