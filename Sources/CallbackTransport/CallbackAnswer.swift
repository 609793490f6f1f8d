/// What an endpoint answered.
public struct CallbackAnswer: Hashable, Sendable {
    public let status: Int
    public let retryAfter: Duration?
    /// Empty where it was longer than 64 KiB or did not come in time.
    public let body: [UInt8]
}
