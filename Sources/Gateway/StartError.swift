/// Why the gateway does not start, or a backup is not made or restored: one sentence that says what to do.
public struct StartError: Error, CustomStringConvertible, Sendable {
    public let description: String

    init(_ sentence: String) { description = sentence }
}
