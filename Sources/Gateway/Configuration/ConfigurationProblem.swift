/// What is wrong with a configuration, and where.
public struct ConfigurationProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// `file:line:column`, or what else names the place.
    public let place: String
    /// What is wrong and what to do.
    public let sentence: String

    public var description: String { "\(place): \(sentence)" }
}

/// Everything that is wrong with a configuration.
public struct ConfigurationErrors: Error, Equatable, Sendable, CustomStringConvertible {
    /// One at least; where the file can be read, all that are in it and in the environment.
    public let problems: [ConfigurationProblem]

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
