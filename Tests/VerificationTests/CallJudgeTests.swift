import Telephony
import Testing
import Verification

@Suite struct CallJudgeTests {
    private let judge = CallJudge()

    @Test func `the very number, presented, on the line handed out, in time, ends the verification`() throws {
        let asked = try question()
        #expect(judge.judge(try call(at: 20), slots: [asked]) == CallJudgement(.matched, asked.id))
    }

    @Test(arguments: [
        (IncomingCall.Bearer.data, IncomingCall.Forwarding.no, Disposition.notVoice), (.fax, .no, .notVoice),
        (.voice, .yes, .forwarded),
    ])
    func `a data, fax or forwarded call never verifies`(
        bearer: IncomingCall.Bearer, forwarding: IncomingCall.Forwarding, disposition: Disposition
    ) throws {
        let asked = try question()
        let judgement = judge.judge(try call(at: 20, bearer: bearer, forwarding: forwarding), slots: [asked])
        #expect(judgement == CallJudgement(disposition, asked.id))
    }

    @Test func `a withheld caller never verifies, not even with the number read`() throws {
        let asked = try question()
        #expect(judge.judge(try call(at: 20, caller: .withheld), slots: [asked]).disposition == .withheld)
        #expect(judge.judge(try call(at: 20, caller: .unavailable), slots: [asked]).disposition == .unavailable)
    }

    @Test func `an ambiguous reading never verifies`() throws {
        let asked = try question()
        #expect(judge.judge(try call(at: 20, reading: .ambiguous), slots: [asked]).disposition == .ambiguous)
    }

    @Test func `another number with the same last digits verifies nobody`() throws {
        let other = try #require(E164("+79261234567"))
        #expect(judge.judge(try call(at: 20, reading: .number(other)), slots: [try question()]).disposition == .noPending)
    }

    @Test func `another line, a ring before creation, and a ring at the deadline do not verify`() throws {
        let asked = try question()
        #expect(judge.judge(try call(at: 20, line: "two"), slots: [asked]) == CallJudgement(.wrongLine, asked.id))
        #expect(judge.judge(try call(at: 10), slots: [asked]) == CallJudgement(.noPending))
        #expect(judge.judge(try call(at: 130), slots: [asked]) == CallJudgement(.late, asked.id))
    }

    @Test func `a virtual call verifies nothing real`() throws {
        #expect(judge.judge(try call(at: 20, isSimulated: true), slots: [try question()]).disposition != .matched)
    }

    private func at(_ seconds: Int64) -> Moment {
        Moment(
            boot: BootID(rawValue: "a"), instant: BootInstant(nanoseconds: seconds * 1_000_000_000),
            unixMilliseconds: seconds * 1000)
    }

    private func question() throws -> Verification {
        let line = try #require(E164("+79990000001"))
        return Verification(
            id: VerificationID(rawValue: "ver_1"), application: try #require(ApplicationName(rawValue: "shop")),
            phoneNumber: try #require(E164("+79161234567")),
            handedOut: [.init(line: LineID(rawValue: "one"), number: line, since: at(10))], callbackURL: "https://a.example/",
            createdAt: at(10), deadline: at(130))
    }

    private func call(
        at seconds: Int64, line: String = "one", caller: CallerIdentity? = nil, reading: CallerReading? = nil,
        bearer: IncomingCall.Bearer = .voice, forwarding: IncomingCall.Forwarding = .untold, isSimulated: Bool = false
    ) throws -> ObservedCall {
        let number = try #require(E164("+79161234567"))
        let call = IncomingCall(
            id: CallID(rawValue: "call_1"), modem: ModemID(rawValue: "m"), line: LineID(rawValue: line), presentation: nil,
            caller: caller ?? .presented(digits: number.description, type: .international), forwarding: forwarding,
            bearer: bearer, rangAt: at(seconds), isSimulated: isSimulated)
        return ObservedCall(call: call, reading: reading ?? .number(number), lineNumber: nil)
    }
}
