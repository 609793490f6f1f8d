import Outbox
import Testing

@Suite struct RetryScheduleTests {
    private let schedule = RetrySchedule()
    private let start = UnixTime(milliseconds: 1_700_000_000_000)

    @Test(arguments: [(1, 5), (2, 300), (3, 1_800), (4, 7_200), (5, 18_000), (6, 36_000), (7, 50_400), (8, 72_000), (9, 86_400)])
    func `each failure waits its step, and at most a tenth more`(attempt: Int, seconds: Int) throws {
        for _ in 0..<50 {
            let wait = try wait(after: attempt, .answered(status: 500, retryAfter: nil))
            #expect(wait >= .seconds(seconds) && wait <= .seconds(seconds) * 1.1)
        }
    }

    @Test(arguments: [200, 201, 204, 299])
    func `only 2xx is success`(status: Int) {
        #expect(next(after: 1, .answered(status: status, retryAfter: nil)) == .delivered)
    }

    @Test(arguments: [199, 301, 302, 307, 400, 404, 429, 500, 503])
    func `everything else is tried again`(status: Int) throws {
        _ = try wait(after: 1, .answered(status: status, retryAfter: nil))
    }

    @Test func `410 is the end of the endpoint`() {
        #expect(next(after: 1, .answered(status: 410, retryAfter: .seconds(5))) == .gone)
    }

    @Test func `the tenth failure is the last`() {
        #expect(next(after: 10, .failed(.broken("connection refused"))) == .dead)
    }

    @Test(arguments: [429, 502, 504])
    func `an endpoint under load gets at least double`(status: Int) throws {
        #expect(try wait(after: 2, .answered(status: status, retryAfter: nil)) >= .seconds(600))
    }

    @Test func `Retry-After is never undercut, and bounded by a day`() throws {
        #expect(try wait(after: 1, .answered(status: 503, retryAfter: .seconds(900))) == .seconds(900))
        #expect(try wait(after: 2, .answered(status: 503, retryAfter: .seconds(1))) >= .seconds(300))
        #expect(try wait(after: 1, .answered(status: 503, retryAfter: .seconds(9_000_000))) == .seconds(86_400))
    }

    @Test func `a refused address is tried by the schedule`() throws {
        let refused = CallbackOutcome.failed(.refused(.inside(host: "shop.example", address: "10.0.0.1")))
        #expect(try wait(after: 1, refused) >= .seconds(5))
    }

    @Test func `Retry-After is seconds or a date`() {
        let now = UnixTime(milliseconds: 784_111_777_000)
        #expect(RetryAfter.parse("120", now: now) == .seconds(120))
        #expect(RetryAfter.parse("Sun, 06 Nov 1994 08:50:37 GMT", now: now) == .seconds(60))
        #expect(RetryAfter.parse("Sun, 06 Nov 1994 08:00:00 GMT", now: now) == .zero)
        #expect(RetryAfter.parse("99999999999999999999", now: now) == .seconds(31_536_000))
        #expect(RetryAfter.parse("Sunday, 06-Nov-94 08:50:37 GMT", now: now) == .seconds(60))
        #expect(RetryAfter.parse("Sun Nov  6 08:50:37 1994", now: now) == .seconds(60))
        #expect(RetryAfter.parse("Monday, 07-Nov-94 08:49:37 GMT", now: UnixTime(milliseconds: 1_800_000_000_000)) == .zero)
        for text in [
            "", "-1", "soon", "1.5", "Sun Nov 6 1994", "Sunday, 06-Nov 08:50:37 GMT", "Sun, 06 Foo 1994 08:50:37 GMT",
            "Sun, 06 Nov 1994 08:50:37 CET",
        ] {
            #expect(RetryAfter.parse(text, now: now) == nil)
        }
    }

    private func next(after attempt: Int, _ outcome: CallbackOutcome) -> NextStep {
        var generator = Counter()
        return schedule.next(after: attempt, outcome: outcome, at: start, using: &generator)
    }

    private func wait(after attempt: Int, _ outcome: CallbackOutcome) throws -> Duration {
        let step = next(after: attempt, outcome)
        guard case .retry(let time) = step else {
            Issue.record("\(step)")
            return .zero
        }
        return time - start
    }
}

/// The same numbers each time. (The system's generator has no size, and the thread sanitizer takes all such for one.)
private struct Counter: RandomNumberGenerator {
    private var state: UInt64 = 0

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return state
    }
}
