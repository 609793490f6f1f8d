/// The body of `POST /admin/verifications`.
public struct AdminVerificationRequest: Codable, Hashable, Sendable {
    /// May be left out where one application is configured.
    public let application: String?
    /// E.164 with `+`; spaces and hyphens are passed over.
    public let phoneNumber: String
    /// `nil`: the application's own, which has to be configured then.
    public let callbackURL: String?
    /// Seconds, 1 to the maximum of the application's policy; `nil`: its lifetime.
    public let expiresIn: Int?
    /// The asker's own word for it, 1 to 128 characters; comes back unchanged.
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
