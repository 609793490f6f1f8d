import CPhoneNumber
public import Telephony

extension NumberingPlan {
    /// Reads what a network presented, as a person at the line's home would.
    ///
    /// - `+`, an international type of number (145), `00`, or the home country's international prefix: international.
    /// - 161: national in the home region. Everything else (128, 129, 0 …): national first, and only where that is no valid
    ///   national number, digits with the bare home country code.
    /// - Network specific numbers, short codes and reserved types (177, 193, 209, 225, 241) are no numbers of the national plan: ambiguous.
    /// - Bare digits on a line that roams or has shown foreign callers bare, letters, `*`, `#`, short codes, numbers without their
    ///   area code, and digits that are valid in no way: ambiguous, which never verifies.
    ///
    /// Where bare digits are valid both nationally and with the bare country code, national wins: networks that leave the `+`
    /// away do so for foreign callers too, and such a line is known by ``HomeNetwork/showsForeignCallersBare``; on any other
    /// line digits of type 129 are what one dials at home. Two *international* readings that differ are never decided.
    public func reading(of caller: CallerIdentity, on home: HomeNetwork) -> CallerReading {
        guard case .presented(let digits, let type) = caller else { return .none }
        guard let presented = PresentedDigits(digits) else { return .ambiguous }
        if presented.hasPlus { return reading(Folded.number(international: presented.digits)) }
        let international = internationalReadings(presented.digits, type: type, region: home.region)
        if international.isInternational { return only(international.numbers) }
        guard type.isDialledForm else { return .ambiguous }
        guard let region = home.region, !home.isRoaming, !home.showsForeignCallersBare else { return .ambiguous }
        return nationalReading(presented.digits, type: type, region: region)
    }

    private func reading(_ number: E164?) -> CallerReading { number.map(CallerReading.number) ?? .ambiguous }

    private func only(_ numbers: Set<E164>) -> CallerReading { reading(numbers.count == 1 ? numbers.first : nil) }

    /// All international readings of digits without `+`, and whether they claim to be international at all.
    private func internationalReadings(
        _ digits: String, type: TypeOfAddress, region: String?
    ) -> (isInternational: Bool, numbers: Set<E164>) {
        var numbers: Set<E164> = []
        var claims = true
        if digits.hasPrefix("00") {
            Folded.number(international: String(digits.dropFirst(2))).map { _ = numbers.insert($0) }
        } else if type.typeOfNumber == .international {
            Folded.number(international: digits).map { _ = numbers.insert($0) }
        } else {
            claims = false
        }
        if let prefixed = afterInternationalPrefix(digits, region: region) { numbers.insert(prefixed) }
        return (claims || !numbers.isEmpty, numbers)
    }

    private func afterInternationalPrefix(_ digits: String, region: String?) -> E164? {
        guard let region, let number = PlanNumber(digits, dialledIn: region), number.source == CPN_SOURCE_INTERNATIONAL_PREFIX
        else { return nil }
        return Folded.number(number)
    }

    private func nationalReading(_ digits: String, type: TypeOfAddress, region: String) -> CallerReading {
        if let national = national(digits, region: region) { return reading(national) }
        guard type.typeOfNumber != .national, let code = PlanNumber.countryCode(of: region), digits.hasPrefix(String(code)) else {
            return .ambiguous
        }
        return reading(Folded.number(international: digits))
    }

    /// The digits by the home plan, complete with area code. Seven digits or less, where a trunk prefix is dialled before an
    /// area code, are a number within an unknown town.
    private func national(_ digits: String, region: String) -> E164? {
        guard digits.utf8.count >= 6, let number = PlanNumber(digits, dialledIn: region),
            number.source == CPN_SOURCE_DEFAULT_REGION, number.countryCode == PlanNumber.countryCode(of: region),
            digits.utf8.count > 7 || !PlanNumber.hasTrunkPrefix(in: region)
        else { return nil }
        return Folded.number(number)
    }
}
