/// What is wrong with a profile, and where.
public struct ProfileProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// `file:line:column`, or the file.
    public let place: String
    /// For whoever wrote the profile.
    public let sentence: String

    public var description: String { "\(place): \(sentence)" }
}
