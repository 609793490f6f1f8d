import PhoneNumbers
import Telephony
import Testing

@Suite struct ReadingTests {
    private static let table = presentedForms.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    @Test func `the table has at least eighty forms`() { #expect(Self.table.count >= 80) }

    @Test(arguments: Self.table)
    func `a presented form reads as its subscriber or as nobody`(row: [String]) throws {
        let type = TypeOfAddress(rawValue: try #require(UInt8(row[2])))
        let home = HomeNetwork(region: row[0] == "--" ? nil : row[0])
        let reading = NumberingPlan().reading(of: .presented(digits: row[1], type: type), on: home)
        let expected = row[3] == "?" ? CallerReading.ambiguous : .number(try #require(E164(row[3])))
        #expect(reading == expected)
    }

    @Test func `withheld and unavailable callers have no digits to read`() {
        let home = HomeNetwork(region: "IN")
        #expect(NumberingPlan().reading(of: .withheld, on: home) == .none)
        #expect(NumberingPlan().reading(of: .unavailable, on: home) == .none)
    }

    @Test(arguments: [128, 129, 161, 0] as [UInt8])
    func `bare digits prove nothing on a line that roams or shows foreign callers bare`(type: UInt8) {
        let caller = CallerIdentity.presented(digits: "09812345678", type: TypeOfAddress(rawValue: type))
        let plan = NumberingPlan()
        #expect(plan.reading(of: caller, on: HomeNetwork(region: "IN")) != .ambiguous)
        #expect(plan.reading(of: caller, on: HomeNetwork(region: "IN", isRoaming: true)) == .ambiguous)
        #expect(plan.reading(of: caller, on: HomeNetwork(region: "IN", showsForeignCallersBare: true)) == .ambiguous)
    }

    @Test func `international forms are read on a roaming line`() throws {
        let home = HomeNetwork(region: "IN", showsForeignCallersBare: true, isRoaming: true)
        let number = CallerReading.number(try #require(E164("+919812345678")))
        for (digits, type) in [("+919812345678", 129), ("00919812345678", 129), ("919812345678", 145)] as [(String, UInt8)] {
            let caller = CallerIdentity.presented(digits: digits, type: TypeOfAddress(rawValue: type))
            #expect(NumberingPlan().reading(of: caller, on: home) == number)
        }
    }
}
