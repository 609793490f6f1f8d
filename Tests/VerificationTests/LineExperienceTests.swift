import Telephony
import Testing
import Verification

@Suite struct LineExperienceTests {
    private let number = E164("+919812345678")

    private func call(_ digits: String, type: TypeOfAddress, at seconds: Double, line: String = "one") -> IncomingCall {
        let moment = Moment(
            boot: BootID(rawValue: "a"), instant: BootInstant(nanoseconds: Int64(seconds * 1e9)),
            unixMilliseconds: Int64(seconds * 1000))
        let presentation = CallerPresentation(digits: digits, typeOfAddress: type, validity: .valid)
        return IncomingCall(
            id: CallID(at: moment), modem: ModemID(rawValue: "m"), line: LineID(rawValue: line), presentation: presentation,
            caller: presentation.identity, rangAt: moment)
    }

    private func seasoned(_ calls: Int, line: String = "one", disposition: Disposition = .matched) -> LineExperience {
        var experience = LineExperience()
        for index in 0..<calls {
            _ = experience.learn(
                call("9812345678", type: .national, at: Double(index * 100), line: line), from: number, country: "IN", disposition)
        }
        return experience
    }

    private func flags(_ experience: LineExperience, _ call: IncomingCall, country: String = "IN") throws -> Set<CallFlag> {
        experience.flags(of: call, from: try #require(number), country: country, home: "IN")
    }

    @Test func `a form that a line never showed for a country is unusual, once the line is known`() throws {
        let forged = call("+919812345678", type: .international, at: 10_000)
        #expect(try flags(seasoned(19), forged).isEmpty)
        #expect(try flags(seasoned(20), forged) == [.unusualForm])
        #expect(try flags(seasoned(20), call("9812345678", type: .national, at: 10_000)).isEmpty)
        #expect(try flags(seasoned(20, line: "two"), forged).isEmpty)
    }

    @Test func `calls that verified nobody teach nothing`() throws {
        let forged = call("+919812345678", type: .international, at: 10_000)
        #expect(try flags(seasoned(50, disposition: .noPending), forged).isEmpty)
        var experience = seasoned(20)
        for index in 0..<100 {
            _ = experience.learn(
                call("+919812345678", type: .international, at: 3000 + Double(index * 100)), from: nil, country: "IN", .suspicious)
        }
        #expect(try flags(experience, call("+919812345678", type: .international, at: 20_000)) == [.unusualForm])
    }

    @Test func `a line whose callers are not trusted five times in a row is in doubt, until one is`() {
        var experience = LineExperience()
        for index in 0..<5 {
            #expect(experience.linesInDoubt.isEmpty)
            _ = experience.learn(
                call("+919812345678", type: .international, at: Double(index)), from: number, country: "IN", .suspicious)
        }
        #expect(experience.linesInDoubt == [LineID(rawValue: "one")])
        _ = experience.learn(call("+919812345678", type: .international, at: 9), from: number, country: "IN", .matched)
        #expect(experience.linesInDoubt.isEmpty)
    }

    @Test func `a caller from another country came by a foreign route`() throws {
        #expect(try flags(LineExperience(), call("+15551234567", type: .international, at: 1), country: "US") == [.foreignRoute])
    }

    @Test func `a number that rings five times without cause is told of for ten minutes`() throws {
        var experience = LineExperience()
        for second in 0..<5 {
            _ = experience.learn(
                call("+919812345678", type: .international, at: Double(second)), from: number, country: "IN", .noPending)
        }
        #expect(try flags(experience, call("+919812345678", type: .international, at: 590)) == [.ringingWithoutCause])
        #expect(try flags(experience, call("+919812345678", type: .international, at: 605)).isEmpty)
    }

    @Test func `more than thirty calls within a minute are an unusual pace`() throws {
        var experience = LineExperience()
        for second in 0..<31 {
            _ = experience.learn(
                call("+919812345678", type: .international, at: Double(second)), from: nil, country: nil, .withheld)
        }
        #expect(try flags(experience, call("+919812345678", type: .international, at: 40)) == [.unusualPace])
        #expect(try flags(experience, call("+919812345678", type: .international, at: 40, line: "two")).isEmpty)
        #expect(try flags(experience, call("+919812345678", type: .international, at: 95)).isEmpty)
    }
}
