import ATSyntax
import Testing

@testable import Modem

@Suite struct MessageTests {
    @Test func `no line of a text message on a second port is a call, and a call after it is one`() {
        var modem = ReadyModem(answers: [:])
        for line in ["+CMT: \"+919800000000\",,\"26/11/29,10:00:00+22\"", "Hi", "+CLIP: \"+919812345678\",145"] {
            modem.overhear(line)
        }
        #expect(modem.settled.isEmpty)
        modem.pass(.seconds(2))
        modem.overhear("+CLIP: \"+919811111111\",145")
        #expect(modem.settled.count == 1)
    }

    @Test func `what a header on a second port announces is no call, and what follows a PDU is one`() {
        var modem = ReadyModem(answers: [:])
        let header = "+CMT: ,24"
        for line in [header, "+CLIP: \"+919812345678\",145", "+CLIP: \"+919812345678\",145"] { modem.overhear(line) }
        #expect(modem.settled.isEmpty)
        modem.pass(.seconds(3))
        for line in [header, String(repeating: "0", count: 64), "+CLIP: \"+919811111111\",145"] { modem.overhear(line) }
        #expect(modem.settled == ["+919811111111"])
    }

    @Test(arguments: ["99999999999999999999", "-1e30", "inf", "nan"])
    func `a value that nothing could have is none`(_ text: String) {
        let gauge = ModemProfile.Gauge(command: ATCommand("AT^SPIC", prefixes: ["^SPIC:"]), field: 0)
        #expect(ModemFacts.value(.answered(.ok, lines: ["^SPIC: \(text)"]), gauge) == nil)
    }
}
