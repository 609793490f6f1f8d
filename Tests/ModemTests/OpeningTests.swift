import ATSyntax
import Telephony
import Testing

@testable import Modem

/// Which calls may have begun before the port was opened.
@Suite struct OpeningTests {
    private let caller = "+CLIP: \"+919812345678\",145"
    private let listed = "+CLCC: 1,1,4,0,0,\"+919812345678\",145"

    @Test func `a call that rings once the list has shown nothing is a new one`() throws {
        var tracker = try tracker(list: [listed])
        let call = try #require(settled(&tracker, caller, at: 6000))
        #expect(!call.mayHaveBegunEarlier)
    }

    @Test func `an empty list tells nothing of a modem that was not seen to list what rings`() throws {
        var tracker = try tracker(list: [])
        let call = try #require(settled(&tracker, caller, at: 6000))
        #expect(call.mayHaveBegunEarlier)
    }

    @Test(arguments: [(9000, true), (9200, false)])
    func `a call that rings long after the one before it ended did not wait beside that one`(milliseconds: Int64, mayHave: Bool)
        throws
    {
        var tracker = try tracker(list: [])
        let call = try #require(settled(&tracker, caller, at: milliseconds))
        #expect(call.mayHaveBegunEarlier == mayHave)
    }

    @Test func `the time from the notice that one waits to its first ring is no ring period`() {
        var tracker = CallTracker()
        let period = tracker.ringPeriod
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919812345678\",145,1"), at: at(0))
        _ = tracker.heard(UnsolicitedResult("RING"), at: at(7000)) + tracker.heard(UnsolicitedResult(caller), at: at(7000))
        #expect(tracker.ringPeriod == period)
        _ = tracker.heard(UnsolicitedResult("RING"), at: at(13_000))
        #expect(tracker.ringPeriod == .seconds(6))
    }

    /// One whose first call rang 1 s after the port was opened, was in this list, and was hung up and gone 500 ms later.
    private func tracker(list: [String]) throws -> CallTracker {
        var tracker = CallTracker()
        tracker.opened(at: at(0))
        _ = tracker.placed(at: at(10))
        _ = tracker.list(at: at(900))
        let first = try #require(settled(&tracker, caller, at: 1000))
        #expect(first.mayHaveBegunEarlier)
        _ = tracker.listFinished(try list.map { try #require(CurrentCall($0)) }, at: at(1100))
        _ = tracker.settled(first.number, at: at(1200))
        tracker.hangUpWritten(first.number)
        #expect(tracker.hangUpFinished(first.number, isOK: true, at: at(1400)) == [.list])
        #expect(tracker.listFinished([], at: at(1500)) == [.closed(call: first.number, dropped: true)])
        return tracker
    }

    private func settled(_ tracker: inout CallTracker, _ line: String, at milliseconds: Int64) -> TrackedCall? {
        let actions = tracker.heard(UnsolicitedResult(line), at: at(milliseconds)) + tracker.decide(at: at(milliseconds))
        return actions.compactMap { if case .settle(let call) = $0 { call } else { nil } }.first
    }

    private func at(_ milliseconds: Int64) -> BootInstant { BootInstant(nanoseconds: 1_000_000_000_000 + milliseconds * 1_000_000) }
}
