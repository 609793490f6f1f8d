public import Telephony

/// What a customer asks for.
public struct VerificationRequest: Hashable, Sendable {
    /// One that is not registered gets `StoreError.unknownApplication`.
    public let application: ApplicationName
    /// Folded, where its country has two spellings of one number: it is compared whole.
    public let phoneNumber: E164
    /// ISO 3166-1 alpha-2 of `phoneNumber`, where known: lines of the same country are preferred.
    public let region: String?
    /// Judged already: the store takes it as it is.
    public let callbackURL: String
    /// Within the policy's maximum: the store takes it as it is.
    public let lifetime: Duration
    /// 1 to 128 characters. Who asks again for the number with the same gets the one that is pending back.
    public let reference: String?
    /// At most 8 KiB as JSON; comes back unchanged.
    public let metadata: JSONValue?
    /// `nil`: the same request again is another one.
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
