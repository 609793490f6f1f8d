/// What the presented digits mean.
public enum CallerReading: Hashable, Sendable {
    /// One number, read without doubt.
    case number(E164)
    /// Digits that may mean several numbers, or none: letters, short codes, a national form on a line that shows foreign callers so.
    case ambiguous
    /// Withheld or unavailable: there are no digits.
    case none
}
