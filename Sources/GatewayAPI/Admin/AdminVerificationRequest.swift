/// The body of `POST /admin/verifications`.
public struct AdminVerificationRequest: Codable, Hashable, Sendable {
    /// May be left out where one application is configured.
    public let application: String?
    public let phoneNumber: String
    public let callbackURL: String?
    /// Seconds.
    public let expiresIn: Int?
    public let reference: String?

    public init(
        application: String? = nil, phoneNumber: String, callbackURL: String? = nil, expiresIn: Int? = nil,
        reference: String? = nil
    ) {
        self.application = application
        self.phoneNumber = phoneNumber
        self.callbackURL = callbackURL
        self.expiresIn = expiresIn
        self.reference = reference
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case application
        case phoneNumber = "phone_number"
        case callbackURL = "callback_url"
        case expiresIn = "expires_in"
        case reference
    }
}
