/// Clock, `+CCLK: "yy/MM/dd,hh:mm:ss±zz"` (3GPP TS 27.007, 8.15): what the network told the modem after `AT+CTZU=1`.
public struct CCLK: Hashable, Sendable {
    /// The time as it stands there, taken as UTC: Unix seconds.
    public let asWritten: Int64
    /// How far local time is ahead of UTC, in seconds.
    public let zone: Int64

    /// Reads an information response; `nil` for anything else, and for a clock that nobody set: modems start in 1970, 1980,
    /// 2000, 2004 or 2015.
    public init?(_ line: String) {
        guard let text = line.parameters(after: "+CCLK:") else { return nil }
        let numbers = text.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).compactMap { Int64($0) }
        guard numbers.count >= 6, (20...69).contains(numbers[0]), (1...12).contains(numbers[1]), (1...31).contains(numbers[2]),
            numbers[3] < 24, numbers[4] < 60, numbers[5] < 61
        else { return nil }
        let days = CCLK.days(year: 2000 + numbers[0], month: numbers[1], day: numbers[2])
        asWritten = days * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        let quarters = numbers.count > 6 ? min(numbers[6], 96) : 0
        zone = (text.contains("-") ? -1 : 1) * quarters * 900
    }

    /// Unix seconds, by the standard and as some firmware has it, which writes UTC and the zone beside it.
    public var readings: [Int64] { [asWritten - zone, asWritten] }

    /// Days since 1970-01-01 in the Gregorian calendar.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719_469
    }
}
