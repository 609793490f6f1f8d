import CPhoneNumber

/// A number that libphonenumber holds valid, and how it was read.
struct PlanNumber: Sendable {
    let e164: String
    let region: String
    let countryCode: Int
    let source: cpn_source
    let kind: cpn_kind

    /// Reads digits (with or without `+`) as dialled in a region; `nil` where that gives no valid number.
    ///
    /// The text must be ASCII digits and `+` only: libphonenumber reads letters as keypad digits.
    init?(_ text: String, dialledIn region: String = "ZZ") {
        guard let number = PlanNumber.recent.number(text, region) else { return nil }
        self = number
    }

    /// What was read lately: a number's validity, country and kind are asked for one after the other, those of lines again and again.
    private static let recent = RecentNumbers(read)

    private static func read(_ text: String, _ region: String) -> PlanNumber? {
        var number = cpn_number()
        guard unsafe cpn_read(text, text.utf8.count, region, &number) == 1 else { return nil }
        return PlanNumber(number)
    }

    private init(_ number: cpn_number) {
        e164 = PlanNumber.text(number.e164)
        region = PlanNumber.text(number.region)
        countryCode = Int(number.country_code)
        source = number.source
        kind = number.kind
    }

    /// The country code of a region; `nil` where there is none.
    static func countryCode(of region: String) -> Int? {
        let code = unsafe cpn_country_code(region)
        return code == 0 ? nil : Int(code)
    }

    /// Whether area codes are dialled with a trunk prefix before them in a region.
    static func hasTrunkPrefix(in region: String) -> Bool { unsafe cpn_has_national_prefix(region) != 0 }

    private static func text<Characters>(_ characters: Characters) -> String {
        unsafe withUnsafeBytes(of: characters) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
