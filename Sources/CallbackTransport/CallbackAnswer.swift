/// What an endpoint answered.
public struct CallbackAnswer: Hashable, Sendable {
    /// The HTTP status; redirects are not followed.
    public let status: Int
    /// What `Retry-After` asks for (RFC 9110, 10.2.3); `nil`: nothing that can be read.
    public let retryAfter: Duration?
    /// Empty where it was longer than 64 KiB or did not come in time.
    public let body: [UInt8]
}
