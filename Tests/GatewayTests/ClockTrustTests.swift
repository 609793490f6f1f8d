import Telephony
import Testing

@testable import Gateway

@Suite struct ClockTrustTests {
    private let day = 86_400

    /// So long after the machine started, by a wall clock that shows so much more than it did then.
    private func at(_ seconds: Int, wallAhead: Int = 0) -> Moment {
        Moment(
            boot: BootID(rawValue: "a"), instant: BootInstant(nanoseconds: Int64(seconds) * 1_000_000_000),
            unixMilliseconds: 1_800_000_000_000 + Int64(seconds + wallAhead) * 1000)
    }

    private func believed(_ trust: inout ClockTrust, _ moment: Moment) -> Bool { trust.isBelieved(at: moment) }

    @Test func `a clock that goes on from what is known, or nothing is, is believed`() {
        for newest in [nil, at(-3600).unixMilliseconds, at(3600).unixMilliseconds] {
            var trust = ClockTrust(lastKnown: newest, at: at(0))
            #expect(believed(&trust, at(0)))
            #expect(believed(&trust, at(30 * day)))
        }
    }

    @Test func `one that stands more than a day after what is known at the start is believed after a day`() {
        var trust = ClockTrust(lastKnown: at(-2 * day).unixMilliseconds, at: at(0))
        #expect(!believed(&trust, at(day - 1)))
        #expect(believed(&trust, at(day)))
    }

    @Test func `one that leaps ahead while it runs is believed a day later, and one that is set right again as well`() {
        var trust = ClockTrust(lastKnown: nil, at: at(0))
        #expect(believed(&trust, at(60, wallAhead: day)))
        #expect(!believed(&trust, at(120, wallAhead: 400 * day)))
        #expect(!believed(&trust, at(180)))
        #expect(believed(&trust, at(120 + day)))
    }
}
