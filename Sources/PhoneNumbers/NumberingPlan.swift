import CPhoneNumber
public import Telephony

/// What digits mean, by the numbering plans of all countries (libphonenumber's metadata).
public struct NumberingPlan: Sendable {
    /// A plan; holds no state of its own and may be made anywhere.
    public init() {}

    /// Reads a customer's input: `+` or `00`, a country code, and the number; spaces, dashes, dots and parentheses are passed over.
    ///
    /// The result is folded as presented callers are (``reading(of:on:)``), so that both spellings of one subscriber are equal.
    public func number(from text: String) throws(NumberError) -> E164 {
        let digits = try internationalDigits(in: text)
        guard let number = Folded.number(international: digits) else { throw .notInPlan }
        return number
    }

    /// What a number is for, by its country's plan; `other` for numbers in no plan.
    public func kind(of number: E164) -> NumberKind {
        switch planNumber(number)?.kind {
        case CPN_KIND_MOBILE: .mobile
        case CPN_KIND_FIXED_LINE: .fixedLine
        case CPN_KIND_FIXED_LINE_OR_MOBILE: .fixedLineOrMobile
        case CPN_KIND_VOIP: .voip
        default: .other
        }
    }

    /// With its mobile prefix, where the plan knows it no other way (``Folded``).
    private func planNumber(_ number: E164) -> PlanNumber? {
        if number.digits.hasPrefix("54"), let mobile = PlanNumber("+549" + number.digits.dropFirst(2)) { return mobile }
        return PlanNumber(number.description)
    }

    /// The ISO 3166-1 alpha-2 region of a number; `nil` for non-geographic codes and for numbers in no plan.
    public func region(of number: E164) -> String? {
        guard let plan = planNumber(number), plan.region.utf8.count == 2, plan.region != "ZZ" else { return nil }
        guard number.digits.hasPrefix(String(plan.countryCode)) else { return nil }
        return plan.region
    }

    /// The region of an IMSI's mobile country code (ITU-T E.212); `nil` for shared and unassigned ones.
    public func region(ofMobileCountryCode mcc: String) -> String? { mobileCountryCodes[mcc] }

    /// Whether this is a region of ISO 3166-1 alpha-2, in capitals, that has a country code.
    public static func isRegion(_ code: String) -> Bool { unsafe code.utf8.count == 2 && cpn_country_code(code) != 0 }

    private func internationalDigits(in text: String) throws(NumberError) -> String {
        guard text.utf8.count <= 40 else { throw .tooLong }
        var compact = ""
        for character in text.unicodeScalars where !character.isNumberSeparator {
            guard ("0"..."9").contains(character) || character == "+" && compact.isEmpty else { throw .unexpectedCharacter }
            compact.unicodeScalars.append(character)
        }
        guard !compact.isEmpty else { throw .empty }
        if compact.hasPrefix("+") { return String(compact.dropFirst()) }
        guard compact.hasPrefix("00") else { throw .notInternational }
        return String(compact.dropFirst(2))
    }
}

extension Unicode.Scalar {
    /// What people put between digits, and what phones put around a number that is copied from them: spaces and dashes of all kinds,
    /// and marks of direction, which nobody sees.
    fileprivate var isNumberSeparator: Bool {
        if ".()".unicodeScalars.contains(self) { return true }
        return switch properties.generalCategory {
        case .spaceSeparator, .dashPunctuation, .format: true
        default: false
        }
    }
}
