import ModemSimulator
import Testing

@Suite struct VirtualModemTests {
    private static func ready(_ personality: Personality = .generic) -> Dialogue {
        var it = Dialogue(personality)
        _ = it.send("ATE0")
        _ = it.send("AT+CLIP=1;+CRC=1;+CMEE=1")
        return it
    }

    @Test func `commands are edited, echoed and concatenated`() {
        var it = Dialogue()
        #expect(it.raw("AT\r") == "AT\r\r\nOK\r\n")
        #expect(it.raw("ATE0V1\r").hasSuffix("\r\nOK\r\n"))
        #expect(it.send("AT+CLIP=1;+CRC=1") == ["OK"])
        #expect(it.send("AT+CRC?") == ["+CRC: 1", "OK"])
        #expect(it.raw("A/") == "\r\n+CRC: 1\r\n\r\nOK\r\n")
        #expect(it.raw("ATX\u{8}V0\r") == "0\r")
    }

    @Test func `what is unknown is refused in the form that CMEE asks for`() {
        var it = Dialogue()
        _ = it.send("ATE0")
        #expect(it.send("AT+NONE") == ["ERROR"])
        #expect(it.send("AT+CMEE=1;+NONE") == ["+CME ERROR: 4"])
        #expect(it.send("AT+CMEE=2;+NONE") == ["+CME ERROR: operation not supported"])
        #expect(it.send("AT+CLIP=7") == ["+CME ERROR: incorrect parameters"])
    }

    @Test func `a call rings with its caller until the caller gives up`() {
        var it = Self.ready()
        let ring = ["+CRING: VOICE", "+CLIP: \"+919812345678\",145,\"\",,\"\",0"]
        #expect(it.ring(rings: 2) == ring)
        #expect(it.pass(.seconds(5)) == ring)
        #expect(it.pass(.seconds(5)) == ["NO CARRIER"])
        #expect(it.modem.ringsSent == 2)
    }

    @Test func `a hang-up drops the call and silences it`() {
        var it = Self.ready()
        _ = it.ring()
        #expect(it.send("AT+CLCC") == ["+CLCC: 1,1,4,0,0,\"+919812345678\",145", "OK"])
        #expect(it.send("AT+CHUP") == ["OK"])
        #expect(it.pass(.seconds(60)).isEmpty)
        #expect(it.modem.callsDropped == 1)
        #expect(it.modem.callsAnswered == 0)
    }

    @Test func `a deaf ATH answers OK and the call rings on`() {
        var it = Self.ready(.huawei)
        _ = it.ring()
        #expect(it.send("ATH") == ["OK"])
        #expect(it.modem.callsDropped == 0)
        #expect(it.send("AT+CVHU=0;H") == ["OK"])
        #expect(it.modem.callsDropped == 1)
    }

    @Test func `S0 answers and is counted`() {
        var it = Self.ready()
        _ = it.send("ATS0=1")
        _ = it.ring()
        #expect(it.modem.callsAnswered == 1)
    }

    @Test func `a second caller waits, and rings when the first is gone`() {
        var it = Self.ready()
        _ = it.send("AT+CCWA=1")
        _ = it.ring()
        #expect(it.ring(.withheld) == ["+CCWA: \"\",128,1"])
        #expect(it.send("AT+CHLD=11") == ["OK"])
        #expect(it.pass(.seconds(1)).first == "+CRING: VOICE")
    }

    @Test func `who calls a third beside two calls hears busy, and is counted`() {
        var it = Self.ready()
        _ = it.ring()
        _ = it.ring(.withheld)
        #expect(it.modem.callersTurnedAway == 0)
        #expect(it.ring(.unavailable).isEmpty)
        #expect(it.modem.callersTurnedAway == 1)
    }

    @Test func `a PIN is asked for and counted down`() {
        var it = Dialogue(pin: VirtualPIN(pin: "1234"))
        _ = it.send("ATE0+CMEE=1")
        #expect(it.send("AT+CPIN?") == ["+CPIN: SIM PIN", "OK"])
        #expect(it.send("AT+CPIN=\"0000\"") == ["+CME ERROR: 16"])
        #expect(it.send("AT+CPIN=\"1234\"") == ["OK"])
        #expect(it.send("AT+CPIN?") == ["+CPIN: READY", "OK"])
    }

    @Test func `a stall holds everything back and then lets it out in order`() {
        var it = Self.ready()
        _ = it.suffer(.stall(.seconds(3)))
        #expect(it.send("AT+CSQ").isEmpty)
        #expect(it.pass(.seconds(3)) == ["+CSQ: 21,99", "OK"])
    }

    @Test func `no bytes trap`() {
        var it = Dialogue()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...64)).map { _ in UInt8.random(in: 0...255) }
            _ = it.modem.received(Array("AT".utf8) + bytes + [13], at: it.now)
        }
    }

    @Test func `a dialled call is listed as outgoing until the other side ends it`() {
        var it = Self.ready()
        #expect(it.send("ATD+919812345678;") == ["OK"])
        #expect(it.send("AT+CLCC") == ["+CLCC: 1,0,3,0,0,\"+919812345678\",145", "OK"])
        #expect(it.remoteEnds("+919812345678") == ["BUSY"])
        #expect(it.send("AT+CLCC") == ["OK"])
        #expect(it.modem.callsDropped == 0)
    }

    @Test func `a deaf modem shows good signal, and no call reaches it`() {
        var it = Self.ready()
        _ = it.set(.deaf(true))
        #expect(it.ring().isEmpty)
        #expect(it.send("AT+CSQ") == ["+CSQ: 21,99", "OK"])
        #expect(it.send("AT+CREG?") == ["+CREG: 0,1", "OK"])
    }

    @Test func `what is set is told, also unasked where it was asked for`() {
        var it = Self.ready()
        _ = it.send("AT+CREG=1")
        #expect(it.set(.registration(3)) == ["+CREG: 3"])
        _ = it.set(.forwarding(1))
        #expect(it.send("AT+CCFC=1,2").first == "+CCFC: 1,1,\"+919999999999\",145")
        #expect(it.send("AT+CCFC=2,2").first == "+CCFC: 0,7")
        _ = it.set(.barred(true))
        #expect(it.send("AT+CLCK=\"AI\",2").first == "+CLCK: 1,1")
        _ = it.set(.sim(.init(pin: "1234")))
        #expect(it.send("AT+CPIN?").first == "+CPIN: SIM PIN")
    }
}
