/// A problem detail (RFC 9457): what every error of the API looks like, `application/problem+json`.
public struct Problem: Error, Codable, Hashable, Sendable {
    /// `urn:ringcheck:problem:slot-taken`: programs may rely on it.
    public let type: String
    /// A short sentence that is the same for every problem of this type.
    public let title: String
    /// The HTTP status.
    public let status: Int
    /// What is wrong this time, and what to do.
    public let detail: String?
    /// Which member of the request is wrong, as a JSON pointer (RFC 6901): `/phone_number`.
    public let pointer: String?

    public init(type: String, title: String, status: Int, detail: String? = nil, pointer: String? = nil) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.pointer = pointer
    }
}
