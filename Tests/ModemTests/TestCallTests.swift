import ATSyntax
import Telephony
import Testing

@testable import Modem

@Suite struct TestCallTests {
    /// A call in a dialogue whose answers the test gives one by one.
    private struct Dialogue {
        var call = TestCall(profile: .generic)
        var now = BootInstant(nanoseconds: 0)

        mutating func begin() throws -> [String] {
            let number = try #require(MSISDN("+919999900001"))
            return Self.text(call.begin(to: number, at: now))
        }

        mutating func answer(_ command: TestCallCommand, _ result: FinalResult = .ok, _ lines: [String] = []) -> [String] {
            Self.text(call.finished(command, .answered(result, lines: lines), at: now))
        }

        mutating func silence(_ command: TestCallCommand) -> [String] { Self.text(call.finished(command, .timedOut, at: now)) }

        mutating func pass(_ seconds: Int) -> [String] {
            let end = now.advanced(by: .seconds(seconds))
            var said: [String] = []
            while let deadline = call.nextDeadline, deadline <= end {
                now = deadline
                let actions = Self.text(call.elapsed(to: now))
                said += actions
                if actions == ["AT+CLCC"] { said += answer(.list, .ok, ["+CLCC: 1,0,3,0,0"]) }
            }
            now = end
            return said
        }

        private static func text(_ actions: [TestCall.Action]) -> [String] {
            actions.map { action in
                switch action {
                case .send(let command, _): command.text
                case .ended(let end): "= \(end.rawValue)"
                }
            }
        }
    }

    @Test func `it is over as soon as the other side drops it`() throws {
        var it = Dialogue()
        #expect(try it.begin() == ["ATD+919999900001;"])
        #expect(it.answer(.dial) == [])
        _ = it.pass(3)
        let actions = it.call.remoteEnded()
        #expect(actions == [.ended(.ended)] && it.call.isOver)
    }

    @Test func `it never lasts longer than 15 s`() throws {
        var it = Dialogue()
        _ = try it.begin()
        _ = it.answer(.dial)
        let said = it.pass(20)
        #expect(said.last == "AT+CHUP" && it.call.nextDeadline == nil)
        #expect(it.answer(.hangUp) == ["AT+CLCC"])
        #expect(it.answer(.list, .error) == ["ATH"])
        #expect(it.answer(.hangUp) == ["AT+CLCC"])
        #expect(it.answer(.list) == ["= rang-out"])
    }

    @Test func `when somebody answers it is hung up at once, by the next way where one does not work`() throws {
        var it = Dialogue()
        _ = try it.begin()
        _ = it.answer(.dial)
        it.now = it.now.advanced(by: .seconds(1))
        #expect(it.call.elapsed(to: it.now) == [.send(.clcc, .list)])
        #expect(it.answer(.list, .ok, ["+CLCC: 1,0,0,0,0"]) == ["AT+CHUP"])
        #expect(it.answer(.hangUp, .error) == ["AT+CLCC"])
        #expect(it.answer(.list, .ok, ["+CLCC: 1,0,0,0,0"]) == ["ATH"])
        #expect(it.answer(.hangUp) == ["AT+CLCC"])
        #expect(it.answer(.list) == ["= answered"])
    }

    @Test func `a modem that keeps its OK until somebody answers is hung up when its time is over`() throws {
        var it = Dialogue()
        _ = try it.begin()
        #expect(it.silence(.dial) == ["AT+CHUP"])
    }

    @Test(arguments: [FinalResult.busy, .noCarrier, .noAnswer])
    func `a result code that ends the call ends it`(_ result: FinalResult) throws {
        var it = Dialogue()
        _ = try it.begin()
        #expect(it.answer(.dial, result) == ["= ended"])
    }

    @Test func `a modem that does not dial says nothing of the other line`() throws {
        var it = Dialogue()
        _ = try it.begin()
        #expect(it.answer(.dial, .equipmentError(code: 3, text: "3")) == ["= refused"])
    }

    @Test func `one that the list shows as released is over`() throws {
        var it = Dialogue()
        _ = try it.begin()
        _ = it.answer(.dial)
        it.now = it.now.advanced(by: .seconds(1))
        _ = it.call.elapsed(to: it.now)
        #expect(it.answer(.list, .ok, ["+CLCC: 1,0,6,0,0"]) == ["AT+CHUP"])
        #expect(it.answer(.hangUp) == ["AT+CLCC"])
        #expect(it.answer(.list, .ok, ["+CLCC: 1,0,6,0,0"]) == ["= ended"])
    }

    @Test func `its end in the form of an entry of the list is none of a call that waits beside it`() throws {
        var modem = ReadyModem(answers: ["AT+CHLD=0": []])
        modem.pass(.seconds(1))
        _ = modem.call("+919999900001")
        modem.receive("+CCWA: \"+919812345679\",145,1")
        #expect(modem.asked.last == "AT+CHLD=0")
        modem.receive("+CLCC: 1,0,6,0,0,\"+919999900001\",145")
        #expect(modem.testCallEnds == [.ended] && modem.closed == 0)
    }

    @Test func `nobody is called while a call rings here, and a ring meanwhile is recorded and dropped all the same`() throws {
        var modem = ReadyModem(answers: [:])
        modem.pass(.seconds(1))
        modem.receive("RING")
        #expect(modem.call("+919999900001") == [.refused])
        modem.receive("+CLIP: \"+919812345678\",145")
        #expect(modem.settled == ["+919812345678"])
        modem.pass(.seconds(10))
        #expect(modem.call("+919999900001") == [])
        modem.receive("+CCWA: \"+919812345679\",145,1")
        #expect(modem.settled == ["+919812345678", "+919812345679"])
        #expect(modem.asked.contains("AT+CHLD=0"))
    }
}
