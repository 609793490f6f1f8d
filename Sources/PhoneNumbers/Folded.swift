import Telephony

/// One canonical E.164 for numbers that have two spellings.
///
/// - Argentina: mobiles are `+54 9 area subscriber` from abroad, `0area 15 subscriber` at home, and networks present them with or
///   without the 9. Area and subscriber are unique without it, so the canonical form is `+54 area subscriber`.
/// - Mexico: `+52 1 …` was the mobile form until 2019; the canonical form is `+52` and ten digits.
enum Folded {
    static func digits(_ e164: String) -> String {
        let digits = String(e164.drop { $0 == "+" })
        if digits.hasPrefix("549"), digits.utf8.count == 13 { return "54" + digits.dropFirst(3) }
        if digits.hasPrefix("521"), digits.utf8.count == 13 { return "52" + digits.dropFirst(3) }
        return digits
    }

    static func number(_ number: PlanNumber) -> E164? { E164(digits: digits(number.e164)) }

    /// Reads international digits (no `+`). A mobile whose short spelling the plan does not know is tried with its mobile prefix.
    static func number(international digits: String) -> E164? {
        if let number = PlanNumber("+" + digits) { return Self.number(number) }
        guard digits.hasPrefix("54"), !digits.hasPrefix("549") else { return nil }
        return PlanNumber("+549" + digits.dropFirst(2)).flatMap(Self.number)
    }
}
