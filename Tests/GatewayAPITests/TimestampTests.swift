import Testing

@testable import GatewayAPI

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:01.5z", 1500), ("1970-01-01T05:30:00+05:30", 0),
        ("1970-01-01T00:00:00-21:53", 78_780_000), ("2026-11-25T06:00:00.123456Z", 1_795_586_400_123),
    ])
    func `a time of RFC 3339 is read, with any offset`(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-25", "2026-11-25T06:00:00", "2026-11-25 06:00:00Z", "2024-01-01T12:99:00Z", "2023-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-11-25T06:00:00.Z", "2026-11-25T06:00:00+24:00", "2026-11-25T06:00:00+5:30",
        "2026-11-25T06:00:00-+5:30",
        "2026-11-25T06:00:00Zx", "٢٠٢٦-11-25T06:00:00Z",
    ])
    func `anything else is not`(_ text: String) { #expect(Timestamp.milliseconds(text) == nil) }
}
