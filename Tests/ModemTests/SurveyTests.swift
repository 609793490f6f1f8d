import ATSyntax
import Telephony
import Testing

@testable import Modem

@Suite struct SurveyTests {
    @Test func `forwarding on busy, barring and a missing caller presentation are seen`() {
        var modem = ReadyModem(answers: [
            "AT+CCFC=1,2": ["+CCFC: 1,1,\"+919000000002\",145", "OK"], "AT+CLCK=\"AI\",2": ["+CLCK: 1,1", "OK"],
            "AT+CLIP?": ["+CLIP: 1,0", "OK"],
        ])
        modem.pass(.seconds(1))
        #expect(modem.facts.forwardings == [.busy])
        #expect(modem.facts.isIncomingBarred == true)
        #expect(modem.facts.hasCallerPresentation == false)
    }

    @Test(arguments: [
        "+CCID: 8991101200003204510", "8991101200003204510", "+ICCID: \"8991101200003204510F\"", "^SCID: 8991101200003204510",
    ])
    func `the card is known by whatever form it is told in`(_ answer: String) {
        let modem = ReadyModem(answers: ["AT+CCID": [answer, "OK"]])
        #expect(modem.facts.card == ICCID("8991101200003204510"))
        #expect(!modem.asked.contains("AT+QCCID"))
    }

    @Test func `a modem that says nothing when asked for its card is asked again before any call is recorded`() {
        var modem = ReadyModem(answers: ["AT+CCID": []])
        modem.receive("RING")
        modem.receive("+CLIP: \"+919812345678\",145")
        modem.answers["AT+CCID"] = ["+CCID: 8991101200003204510", "OK"]
        modem.pass(.seconds(4))
        #expect(modem.settled.isEmpty)
        modem.pass(.seconds(30))
        #expect(modem.settled == ["+919812345678"])
        #expect(modem.facts.card == ICCID("8991101200003204510"))
        #expect(modem.asked.filter { $0 == "AT+CCID" }.count == 2 && !modem.asked.contains("AT+QCCID"))
    }

    @Test func `a modem that will not be told to leave calls alone is asked whether it answers them, and told again`() {
        var modem = ReadyModem(answers: ["ATS0=0": ["ERROR"], "ATS0?": ["001", "OK"]])
        modem.pass(.seconds(1))
        #expect(modem.facts.automaticAnswer == 1 && modem.asked.filter { $0 == "ATS0=0" }.count == 2)
        modem.answers = [:]
        modem.answers["ATS0?"] = ["000", "OK"]
        modem.pass(.seconds(60))
        #expect(modem.facts.automaticAnswer == 0 && modem.told.automaticAnswer == 0)
    }

    @Test func `a bare 0 is the value that was asked for, and no result code`() {
        var modem = ReadyModem(answers: ["ATS0=0": ["ERROR"], "ATS0?": ["0", "OK"]])
        modem.pass(.seconds(1))
        #expect(modem.facts.automaticAnswer == 0 && modem.facts.registration == 1)
    }

    @Test func `a change of registration among the answer counts, and a blank one says nothing`() {
        var modem = ReadyModem(answers: [:])
        func registration(_ lines: [String]) -> Int? {
            modem.answers["AT+CREG?"] = lines + ["OK"]
            modem.pass(.seconds(61))
            return modem.facts.registration
        }
        #expect(registration(["+CREG: 2,2", "+CREG: 1,\"00C3\",\"1F2A\",2"]) == 1)
        #expect(registration(["+CREG: 2,1", "+CREG: 3"]) == 3)
        for answer in ["2,1,7B,1D5A", "2,1,0,0", "2,1,,", "2,1,8BE3,2BAF", "002,001,\"18d8\",\"ffff\""] {
            #expect(registration(["+CREG: 2,5,0001,0001"]) == 5)
            #expect(registration(["+CREG: \(answer)"]) == 1, "\(answer)")
        }
        #expect(registration(["+CREG: 2,,"]) == 2)
        #expect(registration(["+CREG: 0,,"]) == 0 && modem.reopenings.isEmpty)
    }

    @Test func `a registration that was refused once is asked for all the same`() {
        var modem = ReadyModem(answers: ["AT+CREG?": ["ERROR"]])
        modem.pass(.seconds(61))
        modem.answers["AT+CREG?"] = ["+CREG: 2,3", "OK"]
        modem.pass(.seconds(61))
        #expect(modem.facts.registration == 3)
    }

    @Test func `a SIM that is busy says nothing about voice`() {
        var profile = ModemProfile.generic
        profile.voiceCheck = .init(command: ATCommand("AT^CVOICE?", prefixes: ["^CVOICE:"]), field: 0, off: ["1"])
        var modem = ReadyModem(answers: ["AT^CVOICE?": ["+CME ERROR: 14"]], profile: profile)
        modem.pass(.seconds(1))
        #expect(modem.facts.hasVoice == nil)
        modem.answers["AT^CVOICE?"] = ["^CVOICE: 0", "OK"]
        modem.pass(.seconds(61))
        #expect(modem.facts.hasVoice == true)
    }

    @Test func `a modem that takes S0=0, or knows no S0, is left alone`() {
        var modem = ReadyModem(answers: [:])
        modem.pass(.seconds(600))
        #expect(!modem.asked.contains("ATS0?"))
        modem = ReadyModem(answers: ["ATS0=0": ["ERROR"], "ATS0?": ["ERROR"]])
        modem.pass(.seconds(600))
        #expect(modem.facts.automaticAnswer == nil && modem.asked.filter { $0 == "ATS0?" }.count == 1)
    }

    @Test func `forwarding for data calls only is none for voice`() {
        var modem = ReadyModem(answers: ["AT+CCFC=1,2": ["+CCFC: 0,1", "+CCFC: 1,2,\"+919000000002\",145", "OK"]])
        modem.pass(.seconds(1))
        #expect(modem.facts.forwardings.isEmpty)
    }

    @Test func `a command that the modem lacks is asked once in a session`() {
        var modem = ReadyModem(answers: ["AT+CLIP?": ["ERROR"]])
        modem.pass(.seconds(24 * 3600))
        #expect(modem.asked.filter { $0 == "AT+CLIP?" }.count == 1)
        #expect(modem.asked.filter { $0 == "AT+CREG?" }.count > 1400)
    }

    @Test func `a modem that started again without a word is found out by its settings, one that never kept them is left alone`() {
        var modem = ReadyModem(answers: ["AT+CREG?": ["+CREG: 2,1", "OK"]])
        modem.pass(.seconds(61))
        #expect(modem.reopenings.isEmpty)
        modem.answers["AT+CREG?"] = ["+CREG: 0,1", "OK"]
        modem.pass(.seconds(61))
        #expect(modem.reopenings == [.restarted])
        var simple = ReadyModem(answers: ["AT+CREG?": ["+CREG: 0,1", "OK"]])
        simple.pass(.seconds(300))
        #expect(simple.reopenings.isEmpty)
    }

    @Test func `a network that does not answer now is asked again later`() {
        var modem = ReadyModem(answers: ["AT+CLIP?": ["+CME ERROR: 30"]])
        modem.pass(.seconds(13 * 3600))
        #expect(modem.asked.filter { $0 == "AT+CLIP?" }.count == 3)
    }

    @Test func `LTE alone with calls on LTE switched off is deaf, with a circuit-switched registration it is not`() {
        var profile = ModemProfile.generic
        profile.lteVoice = .init(
            command: ATCommand("AT+QCFG=\"ims\"", prefixes: ["+QCFG:"]), field: 1, on: ["1"], enable: nil)
        let off = ["AT+QCFG=\"ims\"": ["+QCFG: \"ims\",2,0", "OK"], "AT+COPS?": ["+COPS: 0,0,\"X\",7", "OK"]]
        var deaf = ReadyModem(answers: off.merging(["AT+CREG?": ["+CREG: 2,2", "OK"]]) { $1 }, profile: profile)
        deaf.pass(.seconds(1))
        #expect(deaf.facts.isDeafOnLTE)
        var fallsBack = ReadyModem(answers: off, profile: profile)
        fallsBack.pass(.seconds(1))
        #expect(!fallsBack.facts.isDeafOnLTE)
    }

    @Test func `a gauge is read from its field and scaled, and nonsense is not read`() {
        var profile = ModemProfile.generic
        profile.voltage = .init(command: ATCommand("AT+CBC", prefixes: ["+CBC:"]), field: 2, scale: 0.001)
        var modem = ReadyModem(answers: ["AT+CBC": ["+CBC: 0,90,3900", "OK"]], profile: profile)
        modem.pass(.seconds(1))
        #expect(modem.facts.voltage == 3.9)
        var nonsense = ReadyModem(answers: ["AT+CBC": ["+CBC: 0,90,inf", "OK"]], profile: profile)
        nonsense.pass(.seconds(1))
        #expect(nonsense.facts.voltage == nil)
    }

    @Test func `an under-voltage warning is kept`() {
        var modem = ReadyModem(answers: [:])
        modem.receive("UNDER-VOLTAGE WARNNING")
        #expect(modem.facts.warnsOfVoltage)
    }

    @Test func `a command that must never be sent is not sent, and the bring-up goes on`() {
        var profile = ModemProfile.generic
        profile.silent = ["AT+CLIP?", "AT+CNUM"]
        var modem = ReadyModem(answers: [:], profile: profile)
        modem.pass(.seconds(7 * 3600))
        #expect(modem.facts.isReady)
        #expect(!modem.asked.contains("AT+CLIP?") && !modem.asked.contains("AT+CNUM"))
    }

    @Test func `an answer without a final result code ends where the profile says so`() {
        var profile = ModemProfile.generic
        profile.withoutFinalResult = ["AT+CPIN?"]
        let modem = ReadyModem(answers: ["AT+CPIN?": ["+CPIN: READY"]], profile: profile)
        #expect(modem.facts.isReady)
    }

    @Test func `a ring told only on another port of the modem is settled and dropped`() {
        var modem = ReadyModem(answers: [:])
        modem.overhear("RING")
        modem.overhear("+CLIP: \"+919812345678\",145")
        #expect(modem.settled == ["+919812345678"])
        #expect(modem.asked.last == "AT+CLCC" && modem.asked.contains("AT+CHUP"))
    }
}
