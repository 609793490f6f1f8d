/// What is suspicious about a call that is in everything else the right one. Policy says which of these a result may rest on.
public enum CallFlag: String, Sendable, Codable, CaseIterable, Comparable {
    /// Type and form of the caller ID differ from what this line showed for callers of that country.
    case unusualForm = "unusual-form"
    /// Several checks on this number are pending.
    case contested
    /// The caller's country is not the line's: forged caller IDs mostly come in from abroad.
    case foreignRoute = "foreign-route"
    /// The line rings far more often than people call.
    case unusualPace = "unusual-pace"
    /// This number has rung several times of late without anybody asking about it.
    case ringingWithoutCause = "ringing-without-cause"

    /// In the alphabetical order of the words that outsiders see.
    public static func < (left: CallFlag, right: CallFlag) -> Bool { left.rawValue < right.rawValue }

    /// What is accepted when nobody says: all that somebody else could bring about on purpose, so that suspicion is no weapon. An
    /// unusual form only the caller's own route can show.
    public static let standardAccepted: Set<CallFlag> = [.contested, .foreignRoute, .unusualPace, .ringingWithoutCause]
}
