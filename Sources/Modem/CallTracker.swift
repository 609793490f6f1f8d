public import ATSyntax
public import Telephony

/// Which calls ring, who calls, and how far each has come: URCs, call lists and time in, actions out (design, section 4).
/// A value: no I/O, no clock.
public struct CallTracker: Equatable, Sendable {
    /// What is to be done.
    public enum Action: Equatable, Sendable {
        /// Record this call; answer with ``CallTracker/settled(_:at:)`` when it is durable.
        case settle(TrackedCall)
        /// Ask the modem for its current calls.
        case list
        /// Send this; answer with ``CallTracker/hangUpFinished(_:isOK:at:)``.
        case hangUp(call: Int, ATCommand)
        /// Do not send a hang-up that still waits: the call is over.
        case cancelHangUp(call: Int)
        /// The call is over. `dropped`: by us; else the caller gave up.
        case closed(call: Int, dropped: Bool)
        /// It rings on although every way to hang up was tried.
        case undroppable(call: Int)
        /// That it was forwarded was told only after it was handed over to be settled.
        case forwardedTooLate(call: Int)
    }

    /// When to hang up.
    public struct Policy: Equatable, Sendable {
        /// `true`: hang up only after the call is recorded, or the deadline passed. `false`: at once.
        public let commitsFirst: Bool
        /// How long a call may wait for its record.
        public let dropDeadline: Duration

        public init(commitsFirst: Bool = true, dropDeadline: Duration = .seconds(4)) {
            self.commitsFirst = commitsFirst
            self.dropDeadline = dropDeadline
        }
    }

    /// A call that is over.
    struct EndedCall: Equatable {
        let call: TrackedCall
        let at: BootInstant
    }

    struct IndexedEnd: Equatable {
        let index: Int
        let at: BootInstant
    }

    /// A ring that came just after the hang-up or the end of a call, and late callers within a second after it.
    struct TrailingRings: Equatable {
        let first: BootInstant
        let last: BootInstant

        init(first: BootInstant, last: BootInstant) { (self.first, self.last) = (first, last) }

        /// Two rings within a second are not of one call: of a next call it can only be the later.
        init(ring: BootInstant) { self.init(first: ring, last: ring) }
    }

    static let mostCalls = 8
    static let trailing = Duration.seconds(1)
    static let repeatedEnd = Duration.milliseconds(300)
    static let learningLimit = Duration.seconds(8)
    static let firstList = Duration.milliseconds(500)
    static let listInterval = Duration.seconds(2)
    static let longestForwardingNotice = Duration.milliseconds(500)

    let profile: ModemProfile
    let policy: Policy
    /// The calls that are not over, oldest first.
    public internal(set) var calls: [TrackedCall] = []
    var lastNumber = 0
    var ringPeriod: Duration
    var forwardingNotice: Duration
    /// The calls that were lately found over: bare rings and their callers just after it trail.
    var lastEnd: BootInstant? { ended.last?.at }
    var ended: [EndedCall] = []
    /// Whether calls can be recorded: until then none is hung up, nor overdue.
    var isPlaced = true
    /// When the port was opened; `nil` once nothing rings any more that rang then.
    var openedAt: BootInstant?
    /// A call whose caller the session before did not come to know: the first of this one may be it.
    var unnamedBefore: UnnamedCall?
    /// Rings that were lately taken for trailing ones; the next call's may be among them.
    var trailed: TrailingRings?
    /// When a call ended that rang before the port was opened and was never heard of.
    var unheardEndedAt: BootInstant?
    /// The last end that told an index.
    var lastIndexedEnd: IndexedEnd?
    /// `+CSSU` before any other sign of the call it belongs to.
    var forwardedNoticeAt: BootInstant?
    /// `+CSSU` that came with a ring of a call which is known to be forwarded.
    var repeatedNoticeAt: BootInstant?
    var nextList: BootInstant?
    var isListing = false
    /// When the list was last asked for.
    var listAskedAt: BootInstant?
    /// Whether this modem was seen to list calls that ring: not all do.
    var listsRingingCalls = false
    /// A call that was taken for over since the list did not show it; what rings on is the same.
    var unlisted: UnnamedCall?
    /// Whether the list was seen to leave out a call that rings, or to show it late.
    var listIsUnreliable = false

    /// `before`: the ``unnamedCall`` of the session before, on the same port.
    public init(profile: ModemProfile = .generic, policy: Policy = Policy(), before: UnnamedCall? = nil) {
        self.profile = profile
        self.policy = policy
        unnamedBefore = before
        ringPeriod = profile.ringPeriod
        forwardingNotice = profile.forwardingNotice
    }

    /// The call that rings and whose caller is not known yet.
    var unnamedCall: UnnamedCall? {
        calls.last { $0.phase == .learning && !$0.hasNumber && !$0.isWaiting }
            .map { UnnamedCall(rangAt: $0.rangAt, lastRing: $0.lastRing) }
    }

    /// An unsolicited result code.
    public mutating func heard(_ result: UnsolicitedResult, at now: BootInstant) -> [Action] {
        switch result {
        case .ring: rang(bearer: nil, at: now)
        case .extendedRing(let bearer): rang(bearer: bearer, at: now)
        case .caller(let presentation): presented(presentation, isWaiting: false, bearer: nil, at: now)
        case .waiting(let presentation, let bearer): presented(presentation, isWaiting: true, bearer: bearer, at: now)
        case .call(let call): listed(call, at: now)
        case .callEnded(let end): ended(end, at: now)
        case .forwarded: forwarded(at: now)
        case .registration, .restarted, .cardReady, .cardRemoved, .lowVoltage, .messageFollows, .other: []
        }
    }

    /// Lets what was just heard take effect: calls whose caller is known now are settled. To be called once the lines that
    /// arrived together were all heard, because `+CSSU` follows its `+CLIP`.
    public mutating func decide(at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for position in calls.indices where calls[position].phase == .learning && calls[position].isCallerKnown {
            let known = calls[position].knownAt ?? now
            calls[position].knownAt = known
            if now.duration(since: known) >= forwardingNotice { actions += settle(position, at: now) }
        }
        return actions
    }

    /// Without the hang-ups that a later one of these actions takes back.
    static func withoutWithdrawn(_ actions: [Action]) -> [Action] {
        guard actions.count > 1 else { return actions }
        var kept: [Action] = []
        for action in actions {
            if case .cancelHangUp(let call) = action { kept.removeAll { $0.isHangUp(of: call) } }
            kept.append(action)
        }
        return kept
    }

    /// A call is recorded.
    mutating func settled(_ number: Int, at now: BootInstant) -> [Action] {
        guard let position = position(of: number), case .settling = calls[position].phase else { return [] }
        calls[position].phase = .dropping(way: .first, command: .held)
        return hangUpWhatIsSettled(at: now)
    }

    /// Time has passed.
    public mutating func elapsed(to now: BootInstant) -> [Action] {
        var actions =
            decide(at: now) + learnUntilLimit(at: now) + settleWhatHoldsUp(at: now) + dropOverdue(at: now) + tryOtherWays(at: now)
            + tryAgain(at: now) + closeSilent(at: now)
        if let listDue, listDue <= now { actions += list(at: now) }
        return actions
    }

    /// When time matters next.
    public var nextDeadline: BootInstant? {
        (calls.map { deadline(of: $0) } + [listDue].compactMap { $0 }).min()
    }

    /// No ring for this long: the call is over.
    var silence: Duration { max(.seconds(10), ringPeriod * 5 / 2) }

    /// When a call, left alone, needs the next look.
    func deadline(of call: TrackedCall) -> BootInstant {
        let silent = call.lastRing.advanced(by: silence)
        return switch call.phase {
        case .learning: min(silent, learningEnds(of: call))
        case .settling(let since): policy.commitsFirst && isPlaced ? min(silent, since.advanced(by: policy.dropDeadline)) : silent
        case .dropping(_, .answered(let since)): max(since, call.lastRing).advanced(by: confirmation)
        case .dropping(_, .rangOn(let since)): since.advanced(by: CallTracker.firstList)
        case .dropping(_, .resting(_, let until)): min(silent, until)
        case .dropping(_, .held):
            isPlaced ? call.heldSince.map { min(silent, $0.advanced(by: policy.dropDeadline)) } ?? silent : silent
        case .dropping(_, .waiting), .dropping(_, .written): silent
        }
    }

    private func learningEnds(of call: TrackedCall) -> BootInstant {
        let limit = call.heardAt.advanced(by: CallTracker.learningLimit)
        return call.knownAt.map { min(limit, $0.advanced(by: forwardingNotice)) } ?? limit
    }

    /// Where nothing else tells, this much silence after a hang-up's final result code confirms it.
    var confirmation: Duration { ringPeriod + CallTracker.firstList }

    func position(of number: Int) -> Int? { calls.firstIndex { $0.number == number } }
}
