import Synchronization
import Telephony
import Verification

/// A store that keeps all in memory and answers a creation as the test set it.
final class MemoryStore: VerificationStore {
    struct State {
        var verifications: [Verification] = []
        var calls: [CallRecord] = []
        var keys: [APIKeyRecord] = []
        var outcome: CreateOutcome?
        var requests: [VerificationRequest] = []
        var authentication = AuthenticationOutcome.unknown
        var failure: StoreError?
        var pages: [PageRequest] = []
    }

    let state = Mutex(State())

    private func working() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func create(_ request: VerificationRequest, offers: [LineOffer], at now: Moment) async throws -> CreateOutcome {
        try working()
        return state.withLock { state in
            state.requests.append(request)
            if let outcome = state.outcome { return outcome }
            guard let offer = offers.first else { return .noLine }
            let verification = sample(request, on: offer, at: now)
            state.verifications.append(verification)
            return .created(verification)
        }
    }

    private func sample(_ request: VerificationRequest, on offer: LineOffer, at now: Moment) -> Verification {
        Verification(
            id: VerificationID(at: now), application: request.application, phoneNumber: request.phoneNumber,
            handedOut: [.init(line: offer.line, number: offer.number, since: now)], reference: request.reference,
            metadata: request.metadata, callbackURL: request.callbackURL, createdAt: now,
            deadline: now.advanced(by: request.lifetime))
    }

    func cancel(_ id: VerificationID, of application: ApplicationName, at now: Moment) async throws -> Verification? {
        state.withLock { state in
            guard let index = state.verifications.firstIndex(where: { $0.id == id && $0.application == application }) else {
                return nil
            }
            state.verifications[index].status = .canceled
            return state.verifications[index]
        }
    }

    func authenticate(_ request: AuthenticationRequest, at now: Moment) async throws -> AuthenticationOutcome {
        state.withLock { $0.authentication }
    }

    func verification(_ id: VerificationID, of application: ApplicationName) async throws -> Verification? {
        state.withLock { $0.verifications.first { $0.id == id && $0.application == application } }
    }

    func verifications(_ filter: VerificationFilter, page: PageRequest) async throws -> Page<Verification> {
        try working()
        return state.withLock { state in
            state.pages.append(page)
            let items = state.verifications.filter { filter.application == nil || $0.application == filter.application }
            return Page(items: items.filter { filter.status == nil || $0.status == filter.status }, next: 41)
        }
    }

    func calls(_ filter: CallFilter, page: PageRequest) async throws -> Page<CallRecord> {
        state.withLock { Page(items: $0.calls, next: nil) }
    }

    func stepUp(_ id: VerificationID, of application: ApplicationName, at now: Moment) async throws -> StepUpOutcome? { nil }

    func replay(
        _ idempotency: VerificationRequest.Idempotency, of application: ApplicationName, at now: Moment
    ) async throws -> CreateOutcome? { nil }

    func export(_ number: E164, of application: ApplicationName?) async throws -> PersonalData {
        PersonalData(verifications: [], calls: [], callbacks: [])
    }

    func erase(_ number: E164, of application: ApplicationName?, at now: Moment) async throws -> Erasure? { nil }
    func record(_ act: AuditEntry) async throws {}
    func audit(page: PageRequest) async throws -> Page<AuditEntry> { Page(items: [], next: nil) }
    func noteUse(of key: KeyID, at now: Moment) async {}

    func insert(_ key: APIKeyRecord) async throws { state.withLock { $0.keys.append(key) } }

    func key(hash: [UInt8]) async throws -> APIKeyRecord? {
        state.withLock { $0.keys.first { $0.hash == hash && $0.revokedAt == nil } }
    }

    func keys(of application: ApplicationName?) async throws -> [APIKeyRecord] { state.withLock { $0.keys } }

    func revoke(_ id: KeyID, at now: Moment) async throws -> Bool {
        state.withLock { state in
            let before = state.keys.count
            state.keys.removeAll { $0.id == id }
            return state.keys.count < before
        }
    }

    func register(_ applications: [Application]) async throws {}
    func reanchor(at now: Moment) async throws {}
    func close(_ call: CallID, at now: Moment) {}
    func closeForgottenCalls(at now: Moment) async throws {}
    func expireDue(at now: Moment, undecided: UndecidedCalls) async throws -> [Verification] { [] }
    func waitedOn() async throws -> Set<LineID> { [] }
    func linesWithSlots(at now: Moment) async throws -> Set<LineID> { [] }

    func handOver(
        from dead: Set<LineID>, to offers: [LineOffer], region: @escaping @Sendable (E164) -> String?, at now: Moment
    ) async throws -> FailoverOutcome { FailoverOutcome() }

    func nextDeadline() async throws -> BootInstant? { nil }

    func settle(_ call: ObservedCall, at now: Moment) async throws -> Settlement {
        Settlement(call: call.call.id, disposition: .noPending)
    }
}
