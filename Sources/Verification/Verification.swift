public import Telephony

/// Which verification: `ver_` and a time-ordered identity.
public struct VerificationID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A new identity for a verification created at this moment.
    public init(at moment: Moment) { self.init(rawValue: timeOrderedIdentity("ver", at: moment)) }

    public var description: String { rawValue }
}

/// A customer's question 'does the person hold this number?'. Ends exactly once: verified, expired, canceled or failed.
public struct Verification: Hashable, Sendable {
    /// What the customer asks by; it tells nothing of the number.
    public let id: VerificationID
    /// Who asked, and who alone is called back.
    public let application: ApplicationName
    /// The number in question.
    public let phoneNumber: E164
    /// The lines handed out for it, the latest last; a call counts on any of them. Never empty.
    public var handedOut: [HandedOutLine]
    /// Leaves `pending` once, and never comes back to it.
    public var status: VerificationStatus
    /// Why it failed, or why a call was not enough, for people; `nil` where the status says it all.
    public var reason: String?
    /// The customer's own name for it, at most 128 characters.
    public let reference: String?
    /// What the customer wants back with it.
    public let metadata: JSONValue?
    /// Where the end is called back.
    public let callbackURL: String
    /// Of one that was claimed afterwards, when the call rang.
    public let createdAt: Moment
    /// When it ends if nobody calls, on the boot clock of `createdAt.boot` or of the boot it was re-anchored to.
    public var deadline: Moment
    /// When it ended.
    public var endedAt: Moment?
    /// The last call from the number (or that could have been), whatever became of it.
    public var lastCall: LastCall?
    /// The call that verified it, or the last one that would have but for its flags.
    public var evidence: Evidence?
    /// `none` until it is verified.
    public var assurance: Assurance
    /// What is suspicious about the call that it rests on, or that it was not allowed to rest on.
    public var flags: Set<CallFlag>
    /// Who asked at the customer's side: attempts are counted for each apart.
    public let client: String?
    /// `nil`: the API.
    public let face: Face?
    /// Whether a virtual modem had a part in it.
    public let isSimulated: Bool

    public init(
        id: VerificationID, application: ApplicationName, phoneNumber: E164, handedOut: [HandedOutLine],
        status: VerificationStatus = .pending, reason: String? = nil, reference: String? = nil, metadata: JSONValue? = nil,
        callbackURL: String, createdAt: Moment, deadline: Moment, endedAt: Moment? = nil, lastCall: LastCall? = nil,
        evidence: Evidence? = nil, assurance: Assurance = .none, flags: Set<CallFlag> = [], client: String? = nil,
        face: Face? = nil,
        isSimulated: Bool = false
    ) {
        self.id = id
        self.application = application
        self.phoneNumber = phoneNumber
        self.handedOut = handedOut
        self.status = status
        self.reason = reason
        self.reference = reference
        self.metadata = metadata
        self.callbackURL = callbackURL
        self.createdAt = createdAt
        self.deadline = deadline
        self.endedAt = endedAt
        self.lastCall = lastCall
        self.evidence = evidence
        self.assurance = assurance
        self.flags = flags
        self.client = client
        self.face = face
        self.isSimulated = isSimulated
    }

    /// A line that was handed out for a verification, and since when a call on it counts.
    public struct HandedOutLine: Hashable, Sendable, Codable {
        /// Where a call has to ring, whichever modem holds the SIM by then.
        public let line: LineID
        /// The number to call.
        public let number: MSISDN
        /// A call that began to ring then or earlier does not count.
        public let since: Moment

        public init(line: LineID, number: MSISDN, since: Moment) {
            self.line = line
            self.number = number
            self.since = since
        }
    }

    /// What a pending verification tells someone who says 'but I called'.
    public struct LastCall: Hashable, Sendable, Codable {
        /// `matched` where it is the call that verified.
        public let disposition: Disposition
        /// When it rang, Unix milliseconds.
        public let at: Int64

        public init(disposition: Disposition, at: Int64) {
            self.disposition = disposition
            self.at = at
        }
    }

    /// What a verified result rests on.
    public struct Evidence: Hashable, Sendable, Codable {
        /// The identity it is recorded under.
        public let call: CallID
        /// One of those handed out.
        public let line: LineID
        /// As the network presented it.
        public let presentation: CallerPresentation
        /// When it rang, Unix milliseconds.
        public let rangAt: Int64
        /// Never `yes`: such a call verifies nobody.
        public let forwarding: IncomingCall.Forwarding

        public init(
            call: CallID, line: LineID, presentation: CallerPresentation, rangAt: Int64, forwarding: IncomingCall.Forwarding
        ) {
            self.call = call
            self.line = line
            self.presentation = presentation
            self.rangAt = rangAt
            self.forwarding = forwarding
        }
    }
}
