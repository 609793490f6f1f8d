import PhoneNumbers
import Telephony
import Testing

@Suite struct NumberingPlanTests {
    private let plan = NumberingPlan()

    @Test(arguments: [
        ("+91 98123-45678", "+919812345678"), ("0091 98123 45678", "+919812345678"), ("+44 (0)7912 345678", "+447912345678"),
        ("+1.202.555.0123", "+12025550123"), ("+39 06 1234 5678", "+390612345678"), ("+54 9 11 2345-6789", "+541123456789"),
        ("+54 11 2345-6789", "+541123456789"), ("+52 1 222 123 4567", "+522221234567"), (" +7 (916) 123-45-67 ", "+79161234567"),
        ("+ 919812345678", "+919812345678"), ("\u{202A}+91\u{A0}98123\u{2011}45678\u{202C}", "+919812345678"),
    ])
    func `a customer's spelling is read`(text: String, number: String) throws {
        #expect(try plan.number(from: text).description == number)
    }

    @Test(arguments: [
        ("", NumberError.empty), (" -() ", .empty), ("9812345678", .notInternational), ("1-800-FLOWERS", .unexpectedCharacter),
        ("+1800FLOWERS", .unexpectedCharacter), ("+919812345678x12", .unexpectedCharacter),
        ("+919812345678;ext=1", .unexpectedCharacter),
        ("+91+9812345678", .unexpectedCharacter), ("+91９812345678", .unexpectedCharacter), ("+", .notInPlan), ("00", .notInPlan),
        ("+91123", .notInPlan), ("+999123456789", .notInPlan), ("+919812345678901", .notInPlan),
        (String(repeating: "9", count: 41), .tooLong),
    ])
    func `what is no number is refused with its reason`(text: String, error: NumberError) {
        #expect(throws: error) { try plan.number(from: text) }
        #expect(!error.remedy.isEmpty)
    }

    @Test(arguments: [
        ("+919812345678", "IN"), ("+79161234567", "RU"), ("+77011234567", "KZ"), ("+12025550123", "US"), ("+14165550123", "CA"),
        ("+541123456789", "AR"), ("+80012345678", nil), ("+9991234567", nil),
    ])
    func `a number has the region of its plan`(number: String, region: String?) throws {
        #expect(plan.region(of: try #require(E164(number))) == region)
    }

    @Test(arguments: [
        ("404", "IN"), ("405", "IN"), ("250", "RU"), ("310", "US"), ("234", "GB"), ("901", nil), ("", nil), ("x", nil),
    ])
    func `a mobile country code has the region of E.212`(mcc: String, region: String?) {
        #expect(plan.region(ofMobileCountryCode: mcc) == region)
    }
}
