/// Why the gateway does not start: one sentence that says what to do.
public struct StartError: Error, CustomStringConvertible, Sendable {
    public let description: String

    init(_ sentence: String) { description = sentence }
}
