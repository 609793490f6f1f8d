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
    /// Seconds, for the header of that name; no member of the answer's body.
    let retryAfter: Int?

    public init(type: String, title: String, status: Int, detail: String? = nil, pointer: String? = nil) {
        self.init(type: type, title: title, status: status, detail: detail, pointer: pointer, retryAfter: nil)
    }

    init(type: String, title: String, status: Int, detail: String?, pointer: String?, retryAfter: Int?) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.pointer = pointer
        self.retryAfter = retryAfter
    }

    private enum CodingKeys: String, CodingKey { case type, title, status, detail, pointer }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            type: try container.decode(String.self, forKey: .type), title: try container.decode(String.self, forKey: .title),
            status: try container.decode(Int.self, forKey: .status),
            detail: try container.decodeIfPresent(String.self, forKey: .detail),
            pointer: try container.decodeIfPresent(String.self, forKey: .pointer))
    }
}
