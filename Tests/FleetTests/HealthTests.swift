import ATSyntax
import Telephony
import Testing

@testable import Fleet
@testable import Modem

@Suite struct HealthTests {
    private func at(_ seconds: Int64) -> Moment {
        Moment(
            boot: BootID(rawValue: "b"), instant: BootInstant(nanoseconds: seconds * 1_000_000_000),
            unixMilliseconds: 1_795_600_000_000 + seconds * 1000)
    }

    /// A modem of which nothing is wrong.
    private func healthy() -> ModemSnapshot {
        var snapshot = ModemSnapshot(port: Port(path: "/dev/ttyX"), state: .ready, since: at(0))
        snapshot.facts.isReady = true
        snapshot.facts.registration = 1
        snapshot.number = MSISDN("+919999900000")
        snapshot.evidenceAt = at(0)
        return snapshot
    }

    @Test func `a healthy modem takes calls until nothing was heard of it for three minutes`() {
        let modem = healthy()
        #expect(modem.faults().isEmpty && modem.takesCalls(at: at(180)))
        #expect(!modem.takesCalls(at: at(181)) && !modem.receivesCalls(at: at(181)))
        #expect(modem.deafness(at: at(181)) == "nothing was heard of its modem for too long")
    }

    @Test func `what an operator does not want handed out still receives calls`() {
        var modem = healthy()
        modem.isDisabled = true
        #expect(!modem.takesCalls(at: at(1)) && modem.receivesCalls(at: at(1)))
    }

    @Test func `forwarding makes a line deaf, a weak signal does not`() {
        var modem = healthy()
        modem.facts.signal = -113
        #expect(modem.takesCalls(at: at(1)) && modem.faults().map(\.code) == ["weak-signal"])
        modem.facts.forwardings = [.busy]
        #expect(!modem.takesCalls(at: at(1)) && !modem.receivesCalls(at: at(1)))
    }

    @Test func `a doubted line is handed out last, a line that failed its tests is not handed out`() {
        var modem = healthy()
        modem.receivability = .doubted
        #expect(modem.takesCalls(at: at(1)) && modem.faults().map(\.code) == ["doubtful"])
        modem.receivability = .failed
        #expect(!modem.takesCalls(at: at(1)) && modem.faults().map(\.code) == ["not-receivable"])
    }

    @Test func `a line whose number another modem has is not handed out, and serves who waits`() {
        var modem = healthy()
        modem.namesake = "/dev/ttyY"
        #expect(modem.faults().map(\.code) == ["same-number"])
        #expect(!modem.takesCalls(at: at(1)) && modem.receivesCalls(at: at(1)))
    }

    @Test func `a modem that answers by itself is not handed out`() {
        var modem = healthy()
        modem.facts.automaticAnswer = 2
        #expect(modem.faults().map(\.code) == ["answers-calls"] && !modem.takesCalls(at: at(1)))
        modem.facts.automaticAnswer = 0
        #expect(modem.takesCalls(at: at(1)))
    }

    @Test func `what was known against a line is known until the next session of the same card has asked`() {
        func facts(_ card: String) -> ModemFacts {
            var facts = ModemFacts()
            facts.card = ICCID(card)
            return facts
        }
        var former = facts("8991101200003204510")
        (former.forwardings, former.isIncomingBarred) = ([.busy, .noReply], true)
        var next = facts("8991101200003204510")
        #expect(next.carrying(over: former).forwardings == [.busy, .noReply])
        (next.toldForwardings, next.isIncomingBarred) = ([.busy], false)
        #expect(next.carrying(over: former).forwardings == [.noReply] && next.carrying(over: former).isIncomingBarred == false)
        #expect(facts("8991101200003204528").carrying(over: former).forwardings.isEmpty)
        #expect(ModemFacts().carrying(over: former).forwardings.isEmpty)
    }

    @Test func `where no card was told the subscriber says whether it is the same, and what this session was told stands`() {
        var (former, next) = (ModemFacts(), ModemFacts())
        (former.subscriber, next.subscriber) = (IMSI("404990000001000"), IMSI("404990000001000"))
        (former.hasCallerPresentation, former.isLTEVoiceOn) = (false, false)
        let carried = next.carrying(over: former)
        #expect(carried.hasCallerPresentation == false && carried.isLTEVoiceOn == false)
        former.subscriber = IMSI("404990000001001")
        #expect(next.carrying(over: former) == next)
        (former.subscriber, next.hasCallerPresentation, next.isLTEVoiceOn) = (next.subscriber, true, true)
        #expect(next.carrying(over: former) == next)
    }

    @Test func `another IMEI than before is told of`() {
        var modem = healthy()
        modem.formerIMEI = IMEI("350000000000006")
        #expect(modem.faults().map(\.code) == ["imei-changed"] && modem.takesCalls(at: at(1)))
    }

    @Test(arguments: [
        ("26/11/25,07:30:00+22", Int64(0)), ("26/11/25,02:00:00+00", 0), ("26/11/25,02:00:00+22", 0),
        ("26/11/25,01:00:00+00", 3600),
    ])
    func `the network's time is read with its zone or beside it, whichever is nearer`(_ text: String, _ skew: Int64) throws {
        // 2026-11-25T02:00:00Z
        let now = Moment(
            boot: BootID(rawValue: "b"), instant: BootInstant(nanoseconds: 0), unixMilliseconds: 1_795_572_000_000)
        let clock = try #require(CCLK("+CCLK: \"\(text)\""))
        let time = ModemFacts.NetworkTime(clock: clock, heardAt: now.instant)
        #expect(time.skew(at: now) == .seconds(skew))
    }

    @Test(arguments: ["80/01/06,00:00:00+00", "70/01/01,00:00:00", "", "26/13/01,00:00:00+00", "99999999999999999999/1/1,1:1:1"])
    func `a clock that nobody set, or nonsense, tells nothing`(_ text: String) { #expect(CCLK("+CCLK: \"\(text)\"") == nil) }
}
