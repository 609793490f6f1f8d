import Telephony
import Testing

@testable import Modem

/// Calls that the modem does not tell of as it should, and hang-ups that it does not carry out.
@Suite struct StubbornCallTests {
    private static let shown = ["+CLCC: 1,1,4,0,0,\"+919812345678\",145", "OK"]
    private static let caller = "+CLIP: \"+919812345678\",145"
    private static let hangUps: Set<String> = ["AT+CHUP", "AT+CHLD=11", "ATH"]

    @Test func `a call that no way ends is tried now and then, told of once, and kept in mind until it is gone`() {
        var modem = ReadyModem(answers: ["AT+CLCC": Self.shown])
        modem.receive(Self.caller)
        modem.pass(.seconds(60))
        let tries = modem.asked.count { Self.hangUps.contains($0) }
        #expect(tries >= 3 * 8 && tries <= 3 * 20, "\(tries)")
        #expect(modem.undroppable == 1 && modem.told.holdsCall && modem.settled.count == 1)
        modem.receive("NO CARRIER")
        #expect(!modem.told.holdsCall)
    }

    @Test func `a call that rings on after all ways were tried is tried again with its next ring`() {
        var modem = ReadyModem(answers: ["AT+CLCC": Self.shown])
        modem.receive(Self.caller)
        modem.pass(.seconds(30))
        let before = modem.asked.count { $0 == "AT+CHUP" }
        modem.pass(.milliseconds(1100))
        modem.receive("RING")
        modem.pass(.milliseconds(600))
        #expect(modem.asked.count { $0 == "AT+CHUP" } == before + 1)
    }

    @Test func `a call that no way ends is told of, too, where the modem lists nothing`() {
        var modem = ReadyModem(answers: ["AT+CLCC": ["ERROR"]])
        for _ in 0..<12 {
            modem.receive("RING")
            modem.receive(Self.caller)
            modem.pass(.seconds(5))
        }
        #expect(modem.undroppable == 1 && modem.told.holdsCall && modem.settled.count == 1)
        #expect(modem.asked.count { $0 == "AT+CHUP" } >= 3)
    }

    @Test func `a ring beside a call that no way ends is asked about before anything is hung up`() {
        var modem = ReadyModem(answers: ["AT+CLCC": Self.shown])
        modem.receive(Self.caller)
        modem.pass(.milliseconds(31_600))
        modem.forgetWhatWasAsked()
        modem.answers["AT+CLCC"] = ["+CLCC: 2,1,4,0,0,\"+919887654321\",145", "OK"]
        modem.receive("RING")
        #expect(modem.asked.starts(with: ["AT+CLCC", "AT+CHUP"]), "\(modem.asked)")
        #expect(modem.settled == ["+919812345678", "+919887654321"])
    }

    @Test func `a caller who waits beside a call that no way ends is recorded before the next try`() {
        var modem = ReadyModem(answers: ["AT+CLCC": Self.shown])
        modem.receive(Self.caller)
        // The rounds begin at 1, 3, 6, 10, … s: one falls into the time in which the one who waits is not known.
        modem.pass(.seconds(35))
        modem.forgetWhatWasAsked()
        modem.receive("+CCWA: \"\",128,1")
        modem.pass(.milliseconds(1900))
        #expect(!modem.asked.contains { Self.hangUps.contains($0) })
    }

    @Test func `a hang-up that waits for its turn is taken back for a caller who begins to wait`() {
        var modem = ReadyModem(answers: [:])
        modem.answers["AT+CLCC"] = []
        modem.receive("RING")
        modem.pass(.milliseconds(600))
        modem.receive(Self.caller)
        modem.receive("+CCWA: \"\",128,1")
        modem.receive("OK")
        #expect(modem.settled == ["+919812345678"] && !modem.asked.contains { Self.hangUps.contains($0) })
    }

    @Test func `a data context that LTE modems list is no call`() {
        let contexts = ["+CLCC: 1,1,0,1,0,\"\",128", "+CLCC: 2,0,0,1,0,\"\",128"]
        var modem = ReadyModem(answers: ["AT+CLCC": contexts + ["OK"]])
        modem.pass(.seconds(60))
        #expect(modem.settled.isEmpty && !modem.asked.contains { Self.hangUps.contains($0) })
        modem.answers["AT+CLCC"] = contexts + ["+CLCC: 3,1,4,0,0,\"+919812345678\",145", "OK"]
        modem.receive("RING")
        modem.pass(.milliseconds(600))
        #expect(modem.settled == ["+919812345678"])
    }

    @Test func `a call that the list leaves out is hung up, and is one row more at the most`() {
        var modem = modemThatLists()
        for _ in 0..<6 where !modem.asked.contains("AT+CHUP") {
            modem.receive("RING")
            modem.pass(.seconds(5))
        }
        #expect(modem.settled == ["+919812345678", "", ""] && modem.asked.contains("AT+CHUP"))
    }

    @Test func `a call that the list shows late began with its first ring`() {
        var modem = modemThatLists()
        let start = modem.elapsed
        modem.receive("RING")
        modem.pass(.seconds(5))
        modem.receive("RING")
        modem.receive("+CLIP: \"+919887654321\",145")
        #expect(modem.settled.last == "+919887654321" && modem.rang.last == start)
    }

    @Test func `a call after one that the list showed no more began with its own ring`() {
        var modem = modemThatLists()
        modem.receive("RING")
        modem.answers["AT+CLCC"] = ["+CLCC: 1,1,4,0,0", "OK"]
        modem.pass(.milliseconds(600))
        modem.answers["AT+CLCC"] = ["OK"]
        modem.pass(.seconds(2))
        let start = modem.elapsed
        modem.receive("RING")
        modem.receive("+CLIP: \"+919887654321\",145")
        #expect(modem.rang.last == start)
    }

    @Test func `a number that comes just after the end of a nameless call is dated from that call's ring`() {
        var modem = ReadyModem(answers: [:])
        let start = modem.elapsed
        modem.receive("RING")
        modem.pass(.seconds(2))
        modem.receive("NO CARRIER")
        modem.pass(.milliseconds(800))
        modem.receive(Self.caller)
        #expect(modem.settled == ["", "+919812345678"] && modem.rang == [start, start])
    }

    @Test(arguments: [["NO CARRIER"], []])
    func `a hang-up whose final result code never comes holds up the next caller for seconds only`(_ answer: [String]) {
        var modem = ReadyModem(answers: ["AT+CHUP": answer])
        modem.receive(Self.caller)
        modem.receive("NO CARRIER")
        modem.answers = [:]
        modem.receive("RING")
        modem.receive("+CLIP: \"+919887654321\",145")
        modem.pass(.milliseconds(1100))
        #expect(modem.asked.count { $0 == "AT+CHUP" } == 2)
    }

    @Test func `a call that the modem answered by itself is hung up at once, and its number taken`() {
        var modem = ReadyModem(answers: ["AT+CLCC": ["+CLCC: 1,1,0,0,0,\"+919812345678\",145", "OK"]])
        modem.receive("RING")
        modem.pass(.milliseconds(600))
        #expect(modem.settled == ["+919812345678"] && modem.asked.contains("AT+CHUP"))
    }

    @Test func `a call that came and went before the line was known is recorded where the session ends then`() {
        var modem = ReadyModem(answers: ["AT+CGSN": []])
        modem.receive("RING")
        modem.receive(Self.caller)
        modem.receive("NO CARRIER")
        modem.receive("RING")
        modem.receive("+CLIP: \"+919887654321\",145")
        #expect(modem.settled.isEmpty)
        modem.abandon()
        #expect(modem.settled == ["+919812345678"])
    }

    /// A modem that was seen to list a call that rings, some time ago.
    private func modemThatLists() -> ReadyModem {
        var modem = ReadyModem(answers: ["AT+CLCC": Self.shown])
        modem.receive("RING")
        modem.pass(.milliseconds(600))
        modem.receive("NO CARRIER")
        modem.answers["AT+CLCC"] = ["OK"]
        modem.pass(.seconds(30))
        modem.forgetWhatWasAsked()
        return modem
    }
}
