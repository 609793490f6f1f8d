/// How long each kind of record is kept.
public struct RetentionPolicy: Hashable, Sendable {
    /// Calls that matched nothing.
    public var unmatchedCalls = Duration.seconds(7 * 86_400)
    /// Calls that belong to a verification.
    public var calls = Duration.seconds(90 * 86_400)
    /// From their creation; pending ones stay.
    public var verifications = Duration.seconds(90 * 86_400)
    /// Callbacks and their attempts, once delivered or dead.
    public var callbacks = Duration.seconds(90 * 86_400)
    /// From the act.
    public var audit = Duration.seconds(90 * 86_400)

    public init() {}
}
