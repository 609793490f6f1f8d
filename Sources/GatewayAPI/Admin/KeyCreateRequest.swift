/// The body of `POST /admin/keys`.
public struct KeyCreateRequest: Codable, Hashable, Sendable {
    /// The name of a configured one.
    public let application: String
    /// `verifications:write`, `verifications:read`, `calls:read`, `admin`; left out: all but `admin`.
    public let scopes: [String]?
    /// Seconds, at most ten years; left out: it does not expire.
    public let expiresIn: Int?

    public init(application: String, scopes: [String]? = nil, expiresIn: Int? = nil) {
        self.application = application
        self.scopes = scopes
        self.expiresIn = expiresIn
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case application, scopes
        case expiresIn = "expires_in"
    }
}
