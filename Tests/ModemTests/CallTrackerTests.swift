import ATSyntax
import Telephony
import Testing

@testable import Modem

/// When calls began: what transcripts do not show.
@Suite struct CallTrackerTests {
    @Test func `a call whose first ring came among what trailed another began with that ring`() throws {
        var tracker = CallTracker()
        _ =
            tracker.heard(UnsolicitedResult("RING"), at: at(0))
            + tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(0))
        let first = try #require(settled(tracker.decide(at: at(0))))
        #expect(first.rangAt == at(0))
        _ = tracker.settled(first.number, at: at(10))
        tracker.hangUpWritten(first.number)
        _ = tracker.hangUpFinished(first.number, isOK: true, at: at(20))
        #expect(tracker.listFinished([], at: at(30)) == [.closed(call: first.number, dropped: true)])

        _ = tracker.heard(UnsolicitedResult("RING"), at: at(50))
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(300))
        #expect(tracker.elapsed(to: at(800)) == [.list])
        let listed = try #require(CurrentCall("+CLCC: 1,1,4,0,0,\"+919887654321\",145"))
        _ = tracker.listFinished([listed], at: at(810))
        #expect(settled(tracker.decide(at: at(810)))?.rangAt == at(50))
    }

    @Test func `a ring that trailed, and is of no call by the list, is of none that comes later`() throws {
        var tracker = CallTracker()
        tracker.listsRingingCalls = true
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(0))
        let first = try #require(settled(tracker.decide(at: at(0))))
        _ = tracker.heard(.callEnded(.untold), at: at(100))
        _ = tracker.settled(first.number, at: at(110)) + tracker.heard(UnsolicitedResult("RING"), at: at(200))
        #expect(tracker.elapsed(to: at(700)) == [.list])
        _ = tracker.listFinished([], at: at(710))
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919887654321\",145"), at: at(900))
        #expect(settled(tracker.decide(at: at(900)))?.rangAt == at(900))
    }

    @Test func `a call that the list shows waiting still waits, though a ring came that no other call was known for`() throws {
        var tracker = CallTracker(policy: CallTracker.Policy(commitsFirst: false))
        tracker.opened(at: at(0))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919887654321\",145,1"), at: at(20)) + tracker.decide(at: at(20))
        _ = tracker.heard(UnsolicitedResult("+CRING: VOICE"), at: at(400))
        let list = try ["+CLCC: 1,1,4,0,0,\"+919812345678\",145", "+CLCC: 2,1,5,0,0,\"+919887654321\",145"].map {
            try #require(CurrentCall($0))
        }
        _ = tracker.listFinished(list, at: at(600)) + tracker.decide(at: at(600))
        #expect(tracker.calls.map(\.rangAt) == [at(20), at(600)])
        #expect(tracker.calls.map(\.isWaiting) == [true, false])
    }

    @Test func `a call that rings in a list asked for before another waited beside it is not that one`() throws {
        var tracker = CallTracker()
        tracker.opened(at: at(0))
        _ = tracker.list(at: at(20))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919887654321\",145,1"), at: at(50)) + tracker.decide(at: at(50))
        _ = tracker.heard(UnsolicitedResult("+CRING: VOICE"), at: at(90))
        let ringing = try #require(CurrentCall("+CLCC: 1,1,4,0,0"))
        _ = tracker.listFinished([ringing], at: at(400)) + tracker.decide(at: at(400))
        #expect(tracker.calls.map(\.hasNumber) == [true, false])
        // Its hang-up could end the one that rings, which nobody has recorded.
        let waiting = tracker.calls[0].number
        #expect(!tracker.settled(waiting, at: at(420)).contains { if case .hangUp = $0 { true } else { false } })
    }

    @Test func `a notice of forwarding is also of the call whose ring came with it when another waits before it is told`() throws {
        var tracker = CallTracker()
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(0))
        let first = try #require(settled(tracker.decide(at: at(0))))
        _ = tracker.settled(first.number, at: at(10))
        tracker.hangUpWritten(first.number)
        _ = tracker.hangUpFinished(first.number, isOK: true, at: at(20))
        _ = tracker.heard(UnsolicitedResult("+CSSU: 0"), at: at(40)) + tracker.heard(UnsolicitedResult("RING"), at: at(40))
        _ = tracker.listFinished([], at: at(50))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919800000001\",145,1"), at: at(600))
        let listed = try #require(CurrentCall("+CLCC: 1,1,4,0,0,\"+919887654321\",145"))
        _ = tracker.listFinished([listed], at: at(800))
        #expect(tracker.calls.first { !$0.isWaiting }?.forwarding == .yes)
    }

    @Test(arguments: ["^CEND:1,0,104,16", "NO CARRIER"])
    func `the first end beside one that waits alone after the opening is of the one that rang before, the next is its own`(
        end: String
    ) throws {
        var tracker = CallTracker()
        tracker.opened(at: at(0))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919812345678\",145,1"), at: at(20))
        #expect(tracker.heard(UnsolicitedResult(end), at: at(90)) == [])
        _ = tracker.heard(UnsolicitedResult("+CRING: VOICE"), at: at(90))
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145,,,,0"), at: at(90))
        #expect(tracker.calls.map(\.rangAt) == [at(20)])
        let call = try #require(settled(tracker.decide(at: at(90))))
        #expect(tracker.heard(UnsolicitedResult(end), at: at(900)) == [.closed(call: call.number, dropped: false)])
    }

    @Test func `the end of one that was never heard of is told twice, and is not that of the one that waits beside it`() throws {
        var tracker = CallTracker()
        tracker.opened(at: at(0))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919887654321\",145,1"), at: at(20)) + tracker.decide(at: at(20))
        #expect(tracker.heard(UnsolicitedResult("NO CARRIER"), at: at(600)) == [])
        #expect(tracker.heard(UnsolicitedResult("+WIND: 6,1"), at: at(610)) == [])
        #expect(tracker.calls.count == 1)
        _ = tracker.heard(UnsolicitedResult("NO CARRIER"), at: at(2000))
        #expect(tracker.calls.isEmpty)
    }

    @Test func `an end after the hang-up of one that waits alone is its own`() throws {
        var tracker = CallTracker()
        tracker.opened(at: at(0))
        _ = tracker.placed(at: at(10))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919812345678\",145,1"), at: at(20))
        let call = try #require(settled(tracker.decide(at: at(20))))
        let hangUp = try #require(tracker.settled(call.number, at: at(22)).first)
        guard case .hangUp(call.number, _) = hangUp else {
            Issue.record("no hang-up, but \(hangUp)")
            return
        }
        tracker.hangUpWritten(call.number)
        #expect(tracker.heard(.callEnded(.untold), at: at(40)) == [.closed(call: call.number, dropped: true)])
    }

    @Test(arguments: [1, 2])
    func `a waiting call without a number is over when the list shows only the one that rings, and is not of who waits next`(
        timesListed: Int
    ) throws {
        var tracker = CallTracker()
        let ringing = try #require(CurrentCall("+CLCC: 1,1,4,0,0,\"+919812345678\",145"))
        let waiting = try #require(CurrentCall("+CLCC: 2,1,5,0,0"))
        for time in [Int64(0), 501].prefix(timesListed) {
            _ = tracker.list(at: at(time)) + tracker.listFinished([ringing, waiting], at: at(time))
            _ = tracker.decide(at: at(time))
        }
        #expect(tracker.calls.map(\.isWaiting) == [false, true])
        let over = try #require(tracker.calls.last)
        _ = tracker.list(at: at(2_500))
        let actions = tracker.listFinished([ringing], at: at(2_501))
        #expect(actions.contains(.closed(call: over.number, dropped: false)))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919887654321\",145,1"), at: at(3_800))
        #expect(settled(tracker.decide(at: at(3_800)))?.rangAt == at(3_800))
    }

    @Test func `an end line is of the call without a number that the list showed ringing, not of the one that waits beside it`()
        throws
    {
        var tracker = CallTracker()
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(0)) + tracker.decide(at: at(0))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"\",128,1"), at: at(200))
        _ = tracker.heard(.callEnded(.untold), at: at(900)) + tracker.heard(UnsolicitedResult("RING"), at: at(900))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919887654321\",145,1"), at: at(1_000))
        let list = try ["+CLCC: 2,1,4,0,0", "+CLCC: 1,1,5,0,0,\"+919887654321\",145"].map { try #require(CurrentCall($0)) }
        _ = tracker.listFinished(list, at: at(1_500)) + tracker.heard(UnsolicitedResult("RING"), at: at(1_950))
        _ = tracker.heard(.callEnded(.untold), at: at(2_900))
        #expect(tracker.calls.map(\.presentation?.digits) == ["+919887654321"])
    }

    @Test func `a call without a number that is listed under the index of one just over is another where it rang since`() throws {
        var tracker = CallTracker()
        _ = tracker.heard(UnsolicitedResult("RING"), at: at(0)) + tracker.elapsed(to: at(500))
        let list = try [#require(CurrentCall("+CLCC: 1,1,4,0,0,\"+919812345678\",145"))]
        _ = tracker.listFinished(list, at: at(510)) + tracker.decide(at: at(510)) + tracker.settled(1, at: at(520))
        _ = tracker.heard(.callEnded(.untold), at: at(600)) + tracker.heard(UnsolicitedResult("RING"), at: at(800))
        #expect(tracker.elapsed(to: at(1_300)) == [.list])
        _ = tracker.listFinished([try #require(CurrentCall("+CLCC: 1,1,4,0,0"))], at: at(1_310))
        #expect(tracker.calls.map(\.rangAt) == [at(800)])
    }

    @Test func `a call that waits is not hung up before the list has told whose ring came between a hang-up and its answer`() throws
    {
        var tracker = CallTracker()
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(0)) + tracker.decide(at: at(0))
        _ = tracker.settled(1, at: at(10))
        tracker.hangUpWritten(1)
        _ = tracker.heard(UnsolicitedResult("RING"), at: at(80))
        #expect(tracker.hangUpFinished(1, isOK: true, at: at(370)) == [.list])
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919800000001\",145,1"), at: at(700)) + tracker.decide(at: at(700))
        #expect(tracker.settled(2, at: at(710)).isEmpty)
        let listed = try #require(CurrentCall("+CLCC: 1,1,4,0,0,\"+919887654321\",145"))
        let actions = tracker.listFinished([listed], at: at(740))
        #expect(!actions.contains { if case .hangUp = $0 { true } else { false } })
        #expect(settled(tracker.decide(at: at(740)))?.presentation?.digits == "+919887654321")
    }

    @Test func `a call that waits and is taken to ring waits on when the list tells that another one rings`() throws {
        var tracker = CallTracker(policy: CallTracker.Policy(commitsFirst: false))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919887654321\",145,1"), at: at(0)) + tracker.decide(at: at(0))
        _ = tracker.heard(UnsolicitedResult("RING"), at: at(200))
        let listed = try #require(CurrentCall("+CLCC: 1,1,4,0,0,\"+919812345678\",145"))
        _ = tracker.heard(.call(listed), at: at(220))
        #expect(tracker.calls.map(\.presentation?.digits) == ["+919887654321", "+919812345678"])
        #expect(tracker.calls.map(\.isWaiting) == [true, false])
    }

    @Test func `a call just after another is not dated from the trailing ring of the call before`() throws {
        var tracker = CallTracker()
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(0)) + tracker.decide(at: at(0))
        _ = tracker.settled(1, at: at(5))
        tracker.hangUpWritten(1)
        _ = tracker.hangUpFinished(1, isOK: true, at: at(9)) + tracker.heard(UnsolicitedResult("RING"), at: at(10))
        _ = tracker.listFinished([], at: at(14))
        _ = tracker.heard(UnsolicitedResult("RING"), at: at(250))
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919887654321\",145"), at: at(250))
        #expect(settled(tracker.decide(at: at(250)))?.rangAt == at(250))
    }

    @Test func `a third call is not dated from the ring with which the one that waited went on to ring`() throws {
        var tracker = CallTracker()
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(0)) + tracker.decide(at: at(0))
        _ = tracker.heard(UnsolicitedResult("+CCWA: \"+919800000001\",145,1"), at: at(2)) + tracker.decide(at: at(2))
        _ = tracker.settled(1, at: at(5)) + tracker.settled(2, at: at(6))
        tracker.hangUpWritten(1)
        _ = tracker.hangUpFinished(1, isOK: true, at: at(9)) + tracker.heard(UnsolicitedResult("RING"), at: at(10))
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919800000001\",145"), at: at(10)) + tracker.listFinished([], at: at(14))
        tracker.hangUpWritten(2)
        _ = tracker.hangUpFinished(2, isOK: true, at: at(18)) + tracker.listFinished([], at: at(20))
        _ = tracker.heard(UnsolicitedResult("RING"), at: at(250))
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919887654321\",145"), at: at(250))
        #expect(settled(tracker.decide(at: at(250)))?.rangAt == at(250))
    }

    @Test(arguments: [(2010, 0), (11_000, 11_000)])
    func `the first call of a session may be the one that rang, nameless, as the session before ended`(
        told: Int64, rang: Int64
    ) throws {
        var tracker = CallTracker(before: UnnamedCall(rangAt: at(0), lastRing: at(500)))
        tracker.opened(at: at(2000))
        _ = tracker.placed(at: at(2005))
        _ = tracker.heard(UnsolicitedResult("+CLCC: 1,1,4,0,0,\"+919812345678\",145"), at: at(told))
        #expect(settled(tracker.decide(at: at(told)))?.rangAt == at(rang))
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919887654321\",145"), at: at(told + 900))
        #expect(settled(tracker.decide(at: at(told + 900)))?.rangAt == at(told + 900))
    }

    @Test func `who rang over two sessions has all of the second to be named`() throws {
        var tracker = CallTracker(before: UnnamedCall(rangAt: at(0), lastRing: at(5000)))
        tracker.opened(at: at(7000))
        _ = tracker.placed(at: at(7005)) + tracker.heard(UnsolicitedResult("RING"), at: at(10_000)) + tracker.decide(at: at(10_000))
        #expect(settled(tracker.elapsed(to: at(16_000))) == nil)
        _ = tracker.heard(UnsolicitedResult("+CLIP: \"+919812345678\",145"), at: at(16_500))
        #expect(settled(tracker.decide(at: at(16_500)))?.rangAt == at(0))
    }

    private func at(_ milliseconds: Int64) -> BootInstant { BootInstant(nanoseconds: 1_000_000_000_000 + milliseconds * 1_000_000) }

    private func settled(_ actions: [CallTracker.Action]) -> TrackedCall? {
        actions.compactMap { if case .settle(let call) = $0 { call } else { nil } }.first
    }
}
