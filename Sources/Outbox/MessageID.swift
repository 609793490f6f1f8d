/// Which message: `msg_` and a time-ordered identity; the `webhook-id` of every attempt.
public struct MessageID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}
