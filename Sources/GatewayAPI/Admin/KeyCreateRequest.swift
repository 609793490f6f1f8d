/// The body of `POST /admin/keys`.
public struct KeyCreateRequest: Codable, Hashable, Sendable {
    public let application: String
    /// `verifications:write`, `verifications:read`, `calls:read`, `admin`; left out: all but `admin`.
    public let scopes: [String]?

    public init(application: String, scopes: [String]? = nil) {
        self.application = application
        self.scopes = scopes
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case application, scopes }
}
