public import Telephony

/// The type and form in which a line presents callers of one country: `145 +`, `161 0`, `129 -`.
public struct CallerForm: Hashable, Sendable {
    /// What one line shows says nothing of another.
    public let line: LineID
    /// ISO 3166-1 alpha-2 of the caller's number.
    public let country: String
    /// The type of address (3GPP TS 24.008, 10.5.4.7), a space, and how the digits begin: `+`, `00`, `0`, else `-`.
    public let form: String

    public init(line: LineID, country: String, form: String) {
        self.line = line
        self.country = country
        self.form = form
    }

    /// The form of the call that a result rests on; `nil` without digits.
    public init?(_ evidence: Verification.Evidence, country: String) {
        let presented = evidence.presentation
        guard !presented.digits.isEmpty else { return nil }
        self.init(line: evidence.line, country: country, form: CallerForm.form(presented.digits, presented.typeOfAddress))
    }

    /// The type of address and how the digits begin; `nil` without digits.
    public init?(_ call: IncomingCall, country: String) {
        guard case .presented(let digits, let type) = call.caller else { return nil }
        self.init(line: call.line, country: country, form: CallerForm.form(digits, type))
    }

    private static func form(_ digits: String, _ type: TypeOfAddress) -> String {
        let start = digits.hasPrefix("+") ? "+" : digits.hasPrefix("00") ? "00" : digits.hasPrefix("0") ? "0" : "-"
        return "\(type.rawValue) \(start)"
    }
}
