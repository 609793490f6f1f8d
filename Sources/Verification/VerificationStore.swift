public import Telephony

/// Where verifications and calls are kept. Each operation is one transaction: all of it is durable when it returns, or none.
public protocol VerificationStore: Sendable {
    /// Makes the configured applications known; ones no longer configured keep their past and lose their keys' force.
    func register(_ applications: [Application]) async throws

    /// Gives lifetimes that were anchored in an earlier boot a deadline on this boot's clock, from what the wall clock says is left of them.
    func reanchor(at now: Moment) async throws

    /// Creates a verification on the best line offered, or says why not.
    func create(_ request: VerificationRequest, offers: [LineOffer], at now: Moment) async throws -> CreateOutcome

    /// Records a call and what it comes to: disposition, the verification's end, the callback. Recording one call twice is harmless.
    func settle(_ call: ObservedCall) async throws -> Settlement

    /// Closes a call's row at its confirmed end.
    func close(_ call: CallID, at now: Moment) async throws

    /// Ends a pending verification as canceled; `nil` where the application has none of that identity. One that ended already comes back as it is.
    func cancel(_ id: VerificationID, of application: ApplicationName, at now: Moment) async throws -> Verification?

    /// Ends what is due. `undecided`: lines on which a call rings that is not settled, with the earliest ring; what is due after such a ring waits.
    func expireDue(at now: Moment, undecided: [LineID: Moment]) async throws -> [Verification]

    /// The earliest deadline among the pending ones of this boot.
    func nextDeadline() async throws -> BootInstant?

    /// The lines that pending verifications wait on.
    func waitedOn() async throws -> Set<LineID>

    /// The lines on which a slot is taken.
    func linesWithSlots(at now: Moment) async throws -> Set<LineID>

    /// Gives each pending verification whose every line is dead another line of those offered, and ends those for which there is
    /// none as failed. `region`: the country of a number, since lines of the same are preferred.
    func handOver(
        from dead: Set<LineID>, to offers: [LineOffer], region: @escaping @Sendable (E164) -> String?, at now: Moment
    ) async throws -> FailoverOutcome

    /// The check a customer's server makes after the call: `000` at most once for a verification verified in the last 300 s.
    func authenticate(_ request: AuthenticationRequest, at now: Moment) async throws -> AuthenticationOutcome

    /// One verification of this application.
    func verification(_ id: VerificationID, of application: ApplicationName) async throws -> Verification?

    /// Newest first.
    func verifications(_ filter: VerificationFilter, page: PageRequest) async throws -> Page<Verification>

    /// Newest first; every application's.
    func calls(page: PageRequest) async throws -> Page<CallRecord>

    /// Keeps a key, hashed. The application has to be registered: `StoreError.unknownApplication`.
    func insert(_ key: APIKeyRecord) async throws

    /// The key with this hash, if it is neither revoked nor of an application no longer configured.
    func key(hash: [UInt8]) async throws -> APIKeyRecord?

    /// All keys, or those of one application, oldest first, also revoked ones.
    func keys(of application: ApplicationName?) async throws -> [APIKeyRecord]

    /// Revokes a key; `false` where there is none of that identity.
    func revoke(_ id: KeyID, at now: Moment) async throws -> Bool
}

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

    public init(
        application: ApplicationName, phoneNumber: E164, region: String?, callbackURL: String, lifetime: Duration,
        reference: String? = nil, metadata: JSONValue? = nil, idempotency: Idempotency? = nil
    ) {
        self.application = application
        self.phoneNumber = phoneNumber
        self.region = region
        self.callbackURL = callbackURL
        self.lifetime = lifetime
        self.reference = reference
        self.metadata = metadata
        self.idempotency = idempotency
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

/// What came of a request to create.
public enum CreateOutcome: Hashable, Sendable {
    case created(Verification)
    /// The same application asked with the same reference, and that one is pending.
    case existing(Verification)
    /// The same `Idempotency-Key` and payload came before; this is the first answer's verification, as it was created.
    case replayed(Verification)
    /// The same `Idempotency-Key` came with another payload.
    case idempotencyConflict
    /// Every line offered has its slot for this number taken, whoever holds it.
    case slotTaken
    /// Lines are there, but they carry as many slots as they may.
    case atCapacity
    /// No line was offered.
    case noLine
}

/// `POST /v1/authenticate`.
public struct AuthenticationRequest: Hashable, Sendable {
    public let application: ApplicationName
    public let phoneNumber: E164
    public let verification: VerificationID?
    public let reference: String?

    public init(application: ApplicationName, phoneNumber: E164, verification: VerificationID? = nil, reference: String? = nil) {
        self.application = application
        self.phoneNumber = phoneNumber
        self.verification = verification
        self.reference = reference
    }
}

/// The answer to `POST /v1/authenticate`.
public enum AuthenticationOutcome: Hashable, Sendable {
    /// `000`; taken now.
    case verified(Verification)
    /// `001`: pending, or ended otherwise, or too long ago.
    case notVerified(Verification)
    /// `001`: it was verified and its `000` was taken already.
    case alreadyTaken(Verification)
    /// `001`: more than one verification of that number was open or ended in the last 300 s.
    case ambiguous
    /// `001`: there is none.
    case unknown
}

/// Which verifications to list.
public struct VerificationFilter: Hashable, Sendable {
    /// `nil`: every application's (the admin's view).
    public var application: ApplicationName?
    public var phoneNumber: E164?
    public var reference: String?
    public var status: VerificationStatus?

    public init(
        application: ApplicationName?, phoneNumber: E164? = nil, reference: String? = nil, status: VerificationStatus? = nil
    ) {
        self.application = application
        self.phoneNumber = phoneNumber
        self.reference = reference
        self.status = status
    }
}

/// One page of a list, newest first.
public struct PageRequest: Hashable, Sendable {
    /// 1 to 100.
    public let limit: Int
    /// Where the last page ended: the store's sequence number.
    public let before: Int64?

    public init(limit: Int, before: Int64? = nil) {
        self.limit = min(max(limit, 1), 100)
        self.before = before
    }
}

/// Items, and where the next page begins.
public struct Page<Item: Sendable>: Sendable {
    public let items: [Item]
    /// `nil`: this was the last page.
    public let next: Int64?

    public init(items: [Item], next: Int64?) {
        self.items = items
        self.next = next
    }
}
