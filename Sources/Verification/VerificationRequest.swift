public import Telephony

/// What a customer asks for.
public struct VerificationRequest: Hashable, Sendable {
    public let application: ApplicationName
    public let phoneNumber: E164
    /// ISO 3166-1 alpha-2 of `phoneNumber`, where known: lines of the same country are preferred.
    public let region: String?
    public let callbackURL: String
    public let lifetime: Duration
    public let reference: String?
    public let metadata: JSONValue?
    public let idempotency: Idempotency?
    /// Who asks at the customer's side, 1 to 128 characters.
    public let client: String?
    /// `nil`: the API.
    public let face: Face?

    public init(
        application: ApplicationName, phoneNumber: E164, region: String?, callbackURL: String, lifetime: Duration,
        reference: String? = nil, metadata: JSONValue? = nil, idempotency: Idempotency? = nil, client: String? = nil,
        face: Face? = nil
    ) {
        self.application = application
        self.phoneNumber = phoneNumber
        self.region = region
        self.callbackURL = callbackURL
        self.lifetime = lifetime
        self.reference = reference
        self.metadata = metadata
        self.idempotency = idempotency
        self.client = client
        self.face = face
    }

    /// `Idempotency-Key` (IETF draft) and what the request was.
    public struct Idempotency: Hashable, Sendable {
        /// 1 to 255 characters.
        public let key: String
        /// SHA-256 over the request body.
        public let fingerprint: [UInt8]

        public init(key: String, fingerprint: [UInt8]) {
            self.key = key
            self.fingerprint = fingerprint
        }
    }
}
