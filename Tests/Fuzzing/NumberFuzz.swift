import PhoneNumbers
import Telephony

private let plan = NumberingPlan()

/// A number that is taken is taken again in its own spelling; a caller with a letter is nobody.
func fuzzNumber(_ bytes: [UInt8]) {
    let text = String(decoding: bytes.dropFirst(2), as: UTF8.self)
    if let number = try? plan.number(from: text) {
        hold((try? plan.number(from: number.description)) == number, "a number is not its own spelling")
        _ = plan.kind(of: number)
        _ = plan.region(of: number)
    }
    guard bytes.count >= 2 else { return }
    let regions = ["IN", "DE", "AR", "MX", "US", "BR", "KE", nil]
    let home = HomeNetwork(
        region: regions[Int(bytes[0] % 8)], showsForeignCallersBare: bytes[0] & 8 != 0, isRoaming: bytes[0] & 16 != 0)
    let reading = plan.reading(of: .presented(digits: text, type: TypeOfAddress(rawValue: bytes[1])), on: home)
    if case .number(let number) = reading {
        hold(!text.unicodeScalars.contains { $0.properties.isAlphabetic }, "letters are read as digits")
        hold(E164(digits: String(number.description.dropFirst())) == number)
    }
}
