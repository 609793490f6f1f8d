import Telephony
import Testing
import Verification

@Suite struct MaskingTests {
    @Test(arguments: [
        "919812345678": "9198•••678", "79161234567": "791•••567", "4512345678": "451•••78", "612345678": "61•••78",
        "91234567": "91•••7", "1234567": "1•••7", "12345": "•••", "": "•••",
    ])
    func `at least five digits are hidden, however few there are`(_ digits: String, _ masked: String) {
        #expect(maskedDigits(digits) == masked)
    }

    @Test func `a masked caller is not shown twice, once by what the other hides`() throws {
        let presentation = CallerPresentation(digits: "612345678", typeOfAddress: .national, validity: .valid)
        let call = IncomingCall(
            id: CallID(rawValue: "c"), modem: ModemID(rawValue: "m"), line: LineID(rawValue: "l"), presentation: presentation,
            caller: presentation.identity,
            rangAt: Moment(boot: BootID(rawValue: "b"), instant: BootInstant(nanoseconds: 0), unixMilliseconds: 0))
        func caller(_ reading: CallerReading, masked: Bool) -> CallerRepresentation {
            CallerRepresentation(
                CallRecord(
                    call: call, reading: reading, lineNumber: nil, disposition: .noPending, verification: nil, application: nil,
                    endedAt: nil), masked: masked)
        }
        let number = try #require(E164("+34612345678"))
        #expect(caller(.number(number), masked: true).number == "+346•••678" && caller(.number(number), masked: true).raw == nil)
        #expect(caller(.number(number), masked: false).raw == "612345678")
        #expect(caller(.ambiguous, masked: true).raw == "61•••78")
    }
}
