public import Telephony

/// Calling line identification presentation, `+CLIP: <number>,<type>[,<subaddr>,<satype>[,[<alpha>][,<CLI validity>]]]`
/// (3GPP TS 27.007, 7.6). Many forms are met in the field; this reads them all, or nothing.
public enum CLIP {
    /// The caller that a `+CLIP:` line presents; `nil` for other lines, also for the answers to `AT+CLIP?` and `AT+CLIP=?`.
    public static func presentation(_ line: String) -> CallerPresentation? {
        guard let text = line.parameters(after: "+CLIP:"), !text.hasPrefix("(") else { return nil }
        let parameters = ParameterList(text)
        guard !isSetting(parameters), let number = parameters.fields.first else { return nil }
        return caller(number: number.text, type: parameters.integer(1), validity: validity(parameters))
    }

    private static let separators: Set<Character> = [" ", "-", ".", "(", ")"]
    /// In lower case.
    private static let wordsForWithheld = ["restricted", "withheld", "anonym", "private"]

    /// A caller of these raw fields. Words in place of digits (Siemens M20, `(invalid)`) are no number.
    static func caller(number: String, type: Int?, validity: CLIValidity?) -> CallerPresentation {
        let type = TypeOfAddress(rawValue: UInt8(exactly: type ?? 128) ?? 128)
        let text = DialledDigits.decoded(number)
        let digits = text.filter { !separators.contains($0) }
        if text.isEmpty || DialledDigits.isNumber(digits) {
            return CallerPresentation(digits: digits, typeOfAddress: type, validity: validity)
        }
        return CallerPresentation(digits: "", typeOfAddress: type, validity: CLIP.validity(of: text, told: validity))
    }

    private static func validity(of words: String, told: CLIValidity?) -> CLIValidity {
        if let told, told != .valid { return told }
        return wordsForWithheld.contains(where: words.lowercased().contains) ? .withheld : .unavailable
    }

    /// `+CLIP: 1,1` answers a query: two unquoted numbers of one digit.
    private static func isSetting(_ parameters: ParameterList) -> Bool {
        parameters.fields.count <= 2
            && parameters.fields.allSatisfy { !$0.isQuoted && $0.text.count == 1 && $0.text.first?.isNumber == true }
    }

    /// The sixth field; Siemens phones leave one out, so that validity is the last of six or seven there too.
    private static func validity(_ parameters: ParameterList) -> CLIValidity? {
        parameters.integer(5).flatMap(CLIValidity.init(rawValue:))
    }
}
