import ATSyntax
import Telephony
import Testing
import TranscriptSupport

@testable import Modem

@Suite struct CardTests {
    private static let busy = [
        "AT+CPIN?": ["+CME ERROR: 14"], "AT+CCID": ["+CME ERROR: 14"], "AT+CIMI": ["+CME ERROR: 14"],
        "AT+CNUM": ["+CME ERROR: 14"], "AT+CLIP=1": ["+CME ERROR: 14"],
    ]
    private static let unknown = busy.mapValues { _ in ["ERROR"] }

    @Test(arguments: [busy, unknown])
    func `what a SIM that was not ready refused is asked again until it is taken`(_ refusals: [String: [String]]) {
        var modem = ReadyModem(answers: refusals)
        #expect(modem.facts.isReady && modem.facts.card == nil && modem.facts.ownNumber == nil)
        modem.pass(.seconds(10))
        modem.answers = [:]
        modem.pass(.seconds(4))
        #expect(modem.facts.card == ICCID("8991101200003204510") && modem.facts.subscriber == IMSI("404450000000001"))
        #expect(modem.facts.ownNumber == MSISDN("+919000000001") && modem.facts.pinState == "READY")
        #expect(modem.asked.last { $0 == "AT+CLIP=1" } != nil && modem.reopenings.isEmpty)
        let asked = modem.asked.count { $0 == "AT+CLIP=1" }
        modem.pass(.seconds(30))
        #expect(modem.asked.count { $0 == "AT+CLIP=1" } == asked)
    }

    @Test(arguments: ["+CPIN: READY", "Call Ready", "+QUSIM: 1"])
    func `a SIM that tells that it is ready is asked at once`(_ notice: String) {
        var modem = ReadyModem(answers: Self.busy)
        modem.answers = [:]
        modem.receive(notice)
        modem.pass(.zero)
        #expect(modem.facts.card == ICCID("8991101200003204510"))
        modem.pass(.seconds(400))
        #expect(modem.reopenings.isEmpty && modem.facts.subscriber == IMSI("404450000000001"))
    }

    @Test func `a SIM that is registered before it is asked again is the one that was waited for`() {
        var modem = ReadyModem(answers: Self.busy)
        modem.pass(.seconds(40))
        modem.answers = [:]
        modem.receive("+CREG: 1")
        modem.pass(.seconds(400))
        #expect(modem.reopenings.isEmpty && modem.facts.card == ICCID("8991101200003204510"))
    }

    @Test func `a modem that started again with no more than Call Ready is found out by its settings at once`() {
        var modem = ReadyModem(answers: [:])
        modem.answers["AT+CREG?"] = ["+CREG: 0,1", "OK"]
        modem.receive("Call Ready")
        modem.pass(.zero)
        #expect(modem.reopenings == [.restarted])
    }

    @Test func `a SIM that was not ready for longer than a minute is asked when it tells that it is`() {
        var modem = ReadyModem(answers: Self.unknown)
        modem.pass(.seconds(120))
        let asked = modem.asked.count { $0 == "AT+CCID" }
        #expect(asked < 25)
        modem.answers = [:]
        modem.receive("+CPIN: READY")
        modem.pass(.seconds(30))
        #expect(modem.reopenings == [.cardChanged])
    }

    @Test func `a SIM that asks for its PIN only after a minute is given a session in which it gets it`() {
        var modem = ReadyModem(answers: [
            "AT+CPIN?": ["+CME ERROR: 10"], "AT+CCID": ["+CME ERROR: 10"], "AT+CIMI": ["+CME ERROR: 10"],
        ])
        modem.pass(.seconds(120))
        modem.answers["AT+CPIN?"] = ["+CPIN: SIM PIN", "OK"]
        modem.receive("+CPIN: SIM PIN")
        modem.pass(.seconds(31))
        #expect(modem.reopenings == [.cardChanged])
    }

    @Test func `a SIM that is not ready in the modem's own words is asked again`() {
        var modem = ReadyModem(answers: ["AT+CPIN?": ["+CPIN: NOT READY", "OK"], "AT+CIMI": ["ERROR"]])
        modem.answers = [:]
        modem.pass(.seconds(4))
        #expect(modem.facts.pinState == "READY" && modem.facts.subscriber == IMSI("404450000000001"))
    }

    @Test(arguments: ["+CME ERROR: SIM busy", "+CME ERROR: 11"])
    func `who calls is asked for again where the SIM kept it from being set`(_ refusal: String) {
        var modem = ReadyModem(answers: ["AT+CLIP=1": [refusal]])
        modem.answers = [:]
        modem.pass(.seconds(4))
        #expect(modem.asked.count { $0 == "AT+CLIP=1" } == 2)
    }

    @Test func `a busy SIM was not given its PIN, and has not refused it`() {
        let asks = ["AT+CPIN?": ["+CPIN: SIM PIN", "OK"], "AT+CPIN=\"1234\"": ["+CME ERROR: 14"]]
        var modem = ReadyModem(answers: asks, pin: "1234")
        #expect(modem.pinOutcomes == [.notGiven])
        modem.pass(.seconds(30))
        #expect(modem.pinOutcomes == [.notGiven, .notGiven], "once more, and no more")
        modem = ReadyModem(answers: asks.merging(["AT+CPIN=\"1234\"": ["+CME ERROR: 16"]]) { $1 }, pin: "1234")
        #expect(modem.pinOutcomes == [.refused])
    }

    @Test(arguments: ["0", "4"])
    func `a radio that another program switched off is switched on`(_ functionality: String) {
        var modem = ReadyModem(answers: ["AT+CFUN?": ["+CFUN: \(functionality)", "OK"]])
        #expect(modem.asked.contains("AT+CFUN=1"))
        modem = ReadyModem(answers: ["AT+CFUN?": ["+CFUN: 1", "OK"]])
        #expect(!modem.asked.contains("AT+CFUN=1"))
    }

    @Test func `a SIM that takes the place of one with a bad contact is not served under that one's name`() {
        var modem = ReadyModem(answers: ["AT+CPIN?": ["+CME ERROR: 13"], "AT+CIMI": ["+CME ERROR: 13"]])
        modem.pass(.seconds(90))
        #expect(modem.facts.card == ICCID("8991101200003204510"))
        modem.answers = ["AT+CCID": ["8991101200003204511", "OK"]]
        modem.pass(.seconds(301))
        #expect(modem.reopenings == [.cardChanged])
    }

    @Test func `another SIM is noticed by a modem that never takes one of the settings`() {
        var modem = ReadyModem(answers: ["AT+CLIP=1": ["ERROR"]])
        modem.answers["AT+CIMI"] = ["404450000000002", "OK"]
        modem.pass(.seconds(301))
        #expect(modem.reopenings == [.cardChanged])
    }

    @Test func `a SIM that asks for its PIN once it is ready is unlocked before it is asked who it is`() {
        var modem = ReadyModem(answers: Self.busy)
        modem.pin = "1234"
        modem.answers["AT+CPIN?"] = ["+CPIN: SIM PIN", "OK"]
        modem.onUnlock = { $0 = [:] }
        modem.pass(.seconds(10))
        #expect(modem.asked.contains("AT+CPIN=\"1234\""))
        #expect(modem.facts.pinState == "READY" && modem.facts.subscriber == IMSI("404450000000001"))
    }

    @Test func `a modem that lacks the command for the card is not asked again for long`() {
        var modem = ReadyModem(answers: ["AT+CCID": ["ERROR"], "AT+QCCID": ["ERROR"], "AT+CNUM": ["ERROR"]])
        modem.pass(.seconds(30))
        #expect(modem.asked.count { $0 == "AT+CCID" } == 1 && modem.asked.count { $0 == "AT+CNUM" } == 1)
    }

    @Test(arguments: ["+CPIN: NOT INSERTED", "+CPIN: NOT READY", "+SIM: Removed", "SIM REMOVED"])
    func `a SIM that is taken out ends the session once`(_ notice: String) {
        var modem = ReadyModem(answers: [:])
        modem.receive(notice)
        #expect(modem.reopenings == [.cardChanged])
        var empty = ReadyModem(answers: ["AT+CPIN?": ["+CME ERROR: 10"], "AT+CCID": ["ERROR"], "AT+CIMI": ["+CME ERROR: 10"]])
        empty.receive(notice)
        #expect(empty.reopenings.isEmpty)
    }

    @Test func `another SIM after the network was lost and found ends the session`() {
        var modem = ReadyModem(answers: [:])
        modem.answers["AT+CIMI"] = ["404450000000002", "OK"]
        modem.receive("+CREG: 0")
        modem.pass(.zero)
        #expect(modem.reopenings == [.cardChanged])
        var same = ReadyModem(answers: [:])
        same.receive("+CREG: 0")
        same.receive("+CREG: 1")
        same.pass(.seconds(400))
        #expect(same.reopenings.isEmpty)
    }

    @Test func `a SIM that went without a word is found out within five minutes, one that is busy is left alone`() {
        var modem = ReadyModem(answers: [:])
        for refusal in ["+CME ERROR: 14", "+CME ERROR: 515", "+CME ERROR: 13", "ERROR"] {
            modem.answers["AT+CPIN?"] = [refusal]
            modem.pass(.seconds(301))
        }
        #expect(modem.reopenings.isEmpty)
        modem.answers["AT+CPIN?"] = ["+CME ERROR: 10"]
        modem.pass(.seconds(301))
        #expect(modem.reopenings == [.cardChanged])
    }

    @Test func `a modem that does not show callers is told to again, and hides them until it does`() {
        var modem = ReadyModem(answers: ["AT+CLIP?": ["+CLIP: 0,1", "OK"]])
        modem.pass(.seconds(1))
        #expect(modem.asked.count { $0 == "AT+CLIP=1" } == 2)
        modem.pass(.seconds(61))
        #expect(modem.asked.count { $0 == "AT+CLIP?" } == 2 && modem.told.hidesCallers)
        modem.answers["AT+CLIP?"] = ["+CLIP: 1,1", "OK"]
        modem.pass(.seconds(61))
        #expect(!modem.told.hidesCallers)
    }

    @Test(arguments: [[], ["ERROR"]])
    func `a modem that no more says whether it shows callers does not stay out of service`(_ answer: [String]) {
        var modem = ReadyModem(answers: ["AT+CLIP?": ["+CLIP: 0,1", "OK"]])
        modem.pass(.seconds(1))
        modem.answers["AT+CLIP?"] = answer
        modem.pass(.seconds(90))
        modem.answers = [:]
        modem.pass(.seconds(90))
        #expect(!modem.told.hidesCallers)
    }

    @Test func `a number that was shown proves a modem that says it hides them`() {
        var modem = ReadyModem(answers: ["AT+CLIP?": ["+CLIP: 0,1", "OK"], "AT+CLIP=1": ["ERROR"]])
        modem.pass(.seconds(1))
        #expect(modem.told.hidesCallers)
        modem.receive("RING")
        modem.receive("+CLIP: \"+919812345678\",145")
        #expect(!modem.told.hidesCallers)
    }

    @Test func `a modem whose answer is the notice that the SIM is ready is not asked without a pause`() {
        var modem = ReadyModem(answers: [:])
        let before = modem.asked.count { $0 == "AT+CPIN?" }
        for _ in 0..<100 {
            modem.receive("+CPIN: READY")
            modem.pass(.milliseconds(600))
        }
        #expect((1...3).contains(modem.asked.count { $0 == "AT+CPIN?" } - before))
    }

    @Test func `a reset that is under way ends the session as a reset, whatever is told of the SIM`() {
        var modem = ReadyModem(answers: ["AT+CFUN=1,1": ["+CPIN: NOT READY", "OK"]])
        modem.reset()
        #expect(modem.reopenings == [.reset])
    }

    @Test func `one OK too many does not shift the answers that tell who a modem is`() {
        var modem = ReadyModem(answers: ["AT+CGSN": ["OK", "867648010000000", "OK"], "AT+CIMI": ["OK", "404450000000001", "OK"]])
        #expect(modem.facts.card == ICCID("8991101200003204510") && modem.facts.ownNumber == MSISDN("+919000000001"))
        #expect(modem.facts.registration == 1)
        modem.pass(.seconds(700))
        #expect(modem.facts.registration == 1 && modem.facts.signal == -73 && modem.reopenings.isEmpty)
    }

    @Test func `a late answer to the question about the registration is not taken for news of another one`() {
        #expect(UnsolicitedResult("+CREG: 2,1,\"18D8\",\"0000A1\",7") == .registration(status: 1))
        #expect(UnsolicitedResult("+CREG: 2,1") == .registration(status: 1))
        #expect(UnsolicitedResult("+CREG: 2") == .registration(status: 2))
        #expect(UnsolicitedResult("+CREG: 5,\"18D8\",\"0000A1\",7") == .registration(status: 5))
        #expect(UnsolicitedResult("+CREG: 1,18D8,A1") == .registration(status: 1))
        #expect(UnsolicitedResult("+CREG: 3,,,0,11") == .registration(status: 3))
        #expect(UnsolicitedResult("+CREG: 1,0,0") == .registration(status: 1))
    }

    @Test func `a PIN whose answer does not come is neither taken nor refused`() {
        var engine = ModemEngine()
        let opened = BootInstant(nanoseconds: 1_000_000_000)
        var now = opened
        var pending = engine.opened(at: now)
        var (asked, outcomes) = (0, [PINOutcome]())
        while now.duration(since: opened) < .seconds(60) {
            while !pending.isEmpty {
                switch pending.removeFirst() {
                case .write(let bytes):
                    for command in String(decoding: bytes, as: UTF8.self).split(separator: "\r")
                    where !command.hasPrefix("AT+CPIN=") {
                        let locked = Array("\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n".utf8)
                        let answer = command == "AT+CPIN?" ? locked : StandardModem.answer(to: String(command))
                        pending += engine.received(answer, at: now)
                    }
                case .needsPIN:
                    asked += 1
                    pending += engine.unlock(with: "1234", at: now)
                case .pinEntered(let outcome): outcomes.append(outcome)
                default: continue
                }
            }
            guard let deadline = engine.nextDeadline else { break }
            now = max(now, deadline)
            pending = engine.elapsed(to: now)
        }
        #expect(asked == 1 && outcomes.isEmpty)
    }
}
