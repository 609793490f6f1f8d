/// What became of verifications whose line died.
public struct FailoverOutcome: Hashable, Sendable {
    /// They were given another line, and their customers are told (`line.changed`).
    public var moved: [Verification] = []
    /// There was none for them: they ended.
    public var failed: [Verification] = []

    public init() {}
}
