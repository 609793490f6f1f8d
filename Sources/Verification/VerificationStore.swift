public import Telephony

/// Where verifications and calls are kept. Each operation is one transaction: all of it is durable when it returns, or none.
public protocol VerificationStore: Sendable {
    /// Makes the configured applications known; ones no longer configured keep their past and lose their keys' force.
    func register(_ applications: [Application]) async throws

    /// Gives lifetimes that were anchored in an earlier boot a deadline on this boot's clock, from what the wall clock says is left of them.
    func reanchor(at now: Moment) async throws

    /// Creates a verification on the best line offered, or says why not.
    func create(_ request: VerificationRequest, offers: [LineOffer], at now: Moment) async throws -> CreateOutcome

    /// Records a call and what it comes to: disposition, the verification's end, the callback, which is due `now`. Recording one call
    /// twice is harmless.
    func settle(_ call: ObservedCall, at now: Moment) async throws -> Settlement

    /// Closes a call's row at its confirmed end. Nobody waits for it: it is written with the next commit, and a crash before that leaves
    /// the row open.
    func close(_ call: CallID, at now: Moment)

    /// Closes the rows of calls that began to ring ten minutes ago or earlier and were never closed: whoever was to close them crashed.
    func closeForgottenCalls(at now: Moment) async throws

    /// Ends a pending verification as canceled; `nil` where the application has none of that identity. One that ended already comes back as it is.
    func cancel(_ id: VerificationID, of application: ApplicationName, at now: Moment) async throws -> Verification?

    /// Ends what is due, except what waits for a call that is undecided; gives back what it ended, which may be a part of it.
    func expireDue(at now: Moment, undecided: UndecidedCalls) async throws -> [Verification]

    /// The earliest deadline among the pending ones, on this boot's clock once they are re-anchored; `nil`: none is pending.
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

    /// One verification of this application; `nil`: it has none of that identity.
    func verification(_ id: VerificationID, of application: ApplicationName) async throws -> Verification?

    /// Newest first.
    func verifications(_ filter: VerificationFilter, page: PageRequest) async throws -> Page<Verification>

    /// The application confirmed the person in another way: a pending verification with a suspicious call becomes verified.
    /// `nil` where the application has none of that identity.
    func stepUp(_ id: VerificationID, of application: ApplicationName, at now: Moment) async throws -> StepUpOutcome?

    /// The first answer to this `Idempotency-Key`, or that it came with another payload; `nil`: it is new.
    func replay(_ idempotency: VerificationRequest.Idempotency, of application: ApplicationName, at now: Moment) async throws
        -> CreateOutcome?

    /// Newest first; every application's.
    func calls(_ filter: CallFilter, page: PageRequest) async throws -> Page<CallRecord>

    /// Everything kept of a number; `application` nil: everybody's.
    func export(_ number: E164, of application: ApplicationName?) async throws -> PersonalData

    /// Removes everything kept of a number; `nil` while a slot of it is taken. `application` nil: everybody's.
    func erase(_ number: E164, of application: ApplicationName?, at now: Moment) async throws -> Erasure?

    /// Notes an administrative act.
    func record(_ act: AuditEntry) async throws

    /// Newest first.
    func audit(page: PageRequest) async throws -> Page<AuditEntry>

    /// Keeps a key, hashed. The application has to be registered: `StoreError.unknownApplication`.
    func insert(_ key: APIKeyRecord) async throws

    /// The key with this hash, if it is neither revoked nor of an application no longer configured. Whether it has expired is for the
    /// caller to judge.
    func key(hash: [UInt8]) async throws -> APIKeyRecord?

    /// A key was used just now; written down at most once a minute.
    func noteUse(of key: KeyID, at now: Moment) async

    /// All keys, or those of one application, oldest first, also revoked ones.
    func keys(of application: ApplicationName?) async throws -> [APIKeyRecord]

    /// Revokes a key; `false` where there is none of that identity.
    func revoke(_ id: KeyID, at now: Moment) async throws -> Bool
}
