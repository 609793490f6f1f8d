import CPhoneNumber
import PhoneNumbers
import Telephony
import Testing

@Suite struct ReadingPropertyTests {
    private static let regions =
        "IN RU DE IT US GB BR AR MX CN KE KZ FR ES PT PL NL BE SE NO FI TR UA EG NG ZA ID PH AU JP".split(separator: " ").map(
            String.init)

    @Test(arguments: Self.regions)
    func `every presented form of a mobile reads as the same number`(region: String) throws {
        let plan = NumberingPlan()
        let home = HomeNetwork(region: region)
        for number in try Self.mobiles(of: region, count: 40) {
            let folded = try plan.number(from: number)
            let national = Self.nationalForm(number)
            let forms: [(String, UInt8)] = [
                (number, 145), (String(number.dropFirst()), 145), ("00" + number.dropFirst(), 129), (national, 129),
                (national, 161),
            ]
            for (digits, type) in forms {
                let caller = CallerIdentity.presented(digits: digits, type: TypeOfAddress(rawValue: type))
                #expect(plan.reading(of: caller, on: home) == .number(folded), "\(digits),\(type)")
            }
        }
    }

    @Test func `no bytes trap`() {
        var random = SystemRandomNumberGenerator()
        let plan = NumberingPlan()
        for _ in 0..<3000 {
            let alphabet: [UInt8] = Bool.random() ? Array("+0123456789".utf8) : Array(0...255)
            let bytes = (0..<Int.random(in: 0...200)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try? plan.number(from: text)
            let type = TypeOfAddress(rawValue: .random(in: 0...255))
            _ = plan.reading(of: .presented(digits: text, type: type), on: HomeNetwork(region: Self.regions.randomElement()))
            _ = plan.reading(of: .presented(digits: text, type: type), on: HomeNetwork(region: text))
            _ = plan.region(ofMobileCountryCode: text)
        }
    }

    private static func mobiles(of region: String, count: Int) throws -> [String] {
        var example = cpn_number()
        try #require(unsafe cpn_example_mobile(region, &example) == 1)
        let head = String(text(example.e164).dropLast(5))
        let candidates: [String] = (0..<count * 3).map { _ in head + (0..<5).map { _ in String(Int.random(in: 0...9)) }.joined() }
        var number = cpn_number()
        return candidates.filter { unsafe cpn_read($0, $0.utf8.count, "ZZ", &number) == 1 }.prefix(count).map(\.self)
    }

    private static func nationalForm(_ number: String) -> String {
        var buffer = [CChar](repeating: 0, count: 32)
        guard unsafe cpn_national_form(number, &buffer, buffer.count) == 1 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func text<Characters>(_ characters: Characters) -> String {
        unsafe withUnsafeBytes(of: characters) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
