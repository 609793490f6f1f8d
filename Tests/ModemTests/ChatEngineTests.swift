import ATSyntax
import Telephony
import Testing

@testable import Modem

@Suite struct ChatEngineTests {
    private func at(_ seconds: Int64) -> BootInstant { BootInstant(nanoseconds: seconds * 1_000_000_000) }

    @Test func `a modem that stalled and answers everything at last, resynchronisations too, is not out of step`() {
        var chat = ChatEngine()
        _ = chat.begin(at: at(0))
        for line in ["+CMEE: 1", "OK"] { _ = chat.received(line, at: at(0)) }
        _ = chat.submit(.csq, for: .list, at: at(1))
        #expect(chat.elapsed(to: at(6)).first == .finished(.list, .timedOut))
        #expect(!chat.elapsed(to: at(9)).isEmpty)
        _ = chat.submit(ATCommand("AT+CGMI", takesBareText: true), for: .bringUp, at: at(9))
        var actions: [ChatEngine.Action] = []
        for line in ["+CSQ: 20,99", "OK", "+CMEE: 1", "OK", "+CMEE: 1", "OK"] { actions += chat.received(line, at: at(10)) }
        #expect(!actions.contains { if case .finished = $0 { true } else { false } }, "\(actions)")
        actions = chat.received("SIMCOM", at: at(11)) + chat.received("OK", at: at(11))
        #expect(actions == [.finished(.bringUp, .answered(.ok, lines: ["SIMCOM"]))])
    }

    @Test func `a resynchronisation that is answered late, while error reports are set, is not their setting's answer`() {
        var chat = ChatEngine()
        _ = chat.begin(at: at(0))
        for line in ["+CMEE: 1", "OK"] { _ = chat.received(line, at: at(0)) }
        let (setting, question) = (ATCommand("AT+CMEE=1"), ATCommand("AT+CMEE?", prefixes: ["+CMEE:"]))
        _ = chat.submit(setting, for: .bringUp, at: at(1))
        #expect(["+CMEE: 1", "OK"].flatMap { chat.received($0, at: at(1)) } == [])
        #expect(chat.received("OK", at: at(1)) == [.finished(.bringUp, .answered(.ok, lines: []))])
        _ = chat.submit(question, for: .bringUp, at: at(2))
        #expect(
            ["+CMEE: 1", "OK"].flatMap { chat.received($0, at: at(2)) } == [
                .finished(.bringUp, .answered(.ok, lines: ["+CMEE: 1"]))
            ])
    }

    @Test func `the end of a call is not the end of a resynchronisation`() {
        var chat = ChatEngine()
        _ = chat.begin(at: at(0))
        _ = chat.received("+CMEE: 1", at: at(0))
        #expect(chat.received("NO CARRIER", at: at(0)) == [.unsolicited("NO CARRIER")])
        #expect(chat.submit(.csq, for: .list, at: at(0)).isEmpty)
        #expect(chat.received("OK", at: at(0)) == [.write(ATCommand.csq.bytes, .list)])
    }

    @Test func `a modem that answers in figures is in step at once`() {
        var chat = ChatEngine()
        _ = chat.begin(at: at(0))
        _ = chat.submit(.csq, for: .list, at: at(0))
        #expect(["+CMEE: 0", "0"].flatMap { chat.received($0, at: at(0)) } == [.write(ATCommand.csq.bytes, .list)])
    }

    @Test func `a ring between a late answer and its final result code is heard`() {
        var chat = ChatEngine()
        _ = chat.begin(at: at(0))
        for line in ["+CMEE: 1", "OK"] { _ = chat.received(line, at: at(0)) }
        _ = chat.received("+CMEE: 1", at: at(1))
        #expect(chat.received("RING", at: at(1)) == [.unsolicited("RING")])
        #expect(chat.received("OK", at: at(1)) == [])
    }

    @Test func `a modem that answers OK to whatever it does not know is in step after two tries`() {
        var modem = ReadyModem(answers: ["AT+CMEE?": ["OK"], "ATQ0V1+CMEE?": ["OK"], "\u{1B}": []])
        #expect(!modem.asked.contains("ATE0"))
        modem.pass(.seconds(7))
        #expect(modem.asked.contains("ATE0") && modem.reopenings.isEmpty, "\(modem.asked)")
    }
}
