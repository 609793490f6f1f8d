/// Why a text is no number that can be verified.
public enum NumberError: Error, Hashable, Sendable {
    /// Nothing but separators.
    case empty
    /// More than 40 bytes: no number is that long in any spelling.
    case tooLong
    /// A letter, or another character that does not belong into a number. Letters are not read as keypad digits.
    case unexpectedCharacter
    /// Neither `+` nor `00` in front: the country would have to be guessed.
    case notInternational
    /// The numbering plan of its country has no such number.
    case notInPlan

    /// One sentence for whoever gave the number; does not repeat it.
    public var remedy: String {
        switch self {
        case .empty: "Give a phone number, such as +919876543210."
        case .tooLong: "Give a phone number of at most 15 digits, such as +919876543210."
        case .unexpectedCharacter: "Give digits only, with a + in front; letters and extensions are not taken."
        case .notInternational: "Give the number in international form, with + and the country code, such as +919876543210."
        case .notInPlan: "Give a number that exists: its country's numbering plan has none like this."
        }
    }
}
