import ATSyntax
public import Telephony

/// One modem's whole behaviour as a value: bytes and time in, actions out. The actor, the tests, the fuzzer and the fault
/// simulation all drive this very code.
public struct ModemEngine: Equatable, Sendable {
    /// What is to be done.
    public enum Action: Equatable, Sendable {
        case write([UInt8])
        /// Record this call, then say so with ``ModemEngine/settled(_:at:)``.
        case settle(TrackedCall)
        /// The call is over.
        case closed(call: Int, dropped: Bool)
        /// The facts about the modem changed.
        case changed(ModemFacts)
        /// A call rings on whatever is sent.
        case undroppable(call: Int)
        /// That a call was forwarded was told only after it was handed over to be settled.
        case forwardedTooLate(call: Int)
        /// Close the port and open it again.
        case reopen(Reason)
    }

    /// Why a port has to be opened again.
    public enum Reason: String, Sendable {
        /// It answers nothing at all: no modem, the wrong port, or one that hangs.
        case silent
        /// It stopped answering.
        case deaf
        /// It started again by itself and lost its settings.
        case restarted
    }

    static let watchInterval = Duration.seconds(60)

    private var framer = ATFramer()
    private var chat = ChatEngine()
    private var tracker: CallTracker
    private var bringUp: BringUp
    /// Calls that wait for the line to be known: a row without a line would verify nobody.
    private var unplaced: [TrackedCall] = []
    private var isPlaced = false
    private var watchDue: BootInstant?
    public private(set) var facts = ModemFacts()

    public init(profile: ModemProfile = .generic, policy: CallTracker.Policy = .init()) {
        tracker = CallTracker(profile: profile, policy: policy)
        bringUp = BringUp(profile: profile)
    }

    /// The earliest ring of a call that is not recorded yet.
    public var undecidedSince: BootInstant? {
        tracker.calls.filter(\.isUndecided).map(\.rangAt).min()
    }

    /// When time matters next.
    public var nextDeadline: BootInstant? {
        [chat.nextDeadline, tracker.nextDeadline, watchDue].compactMap { $0 }.min()
    }

    /// The port is open.
    public mutating func opened(at now: BootInstant) -> [Action] { perform(chat.begin(at: now), at: now) + nextStep(at: now) }

    /// Bytes from the modem.
    public mutating func received(_ bytes: some Sequence<UInt8>, at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for line in framer.received(bytes) { actions += perform(chat.received(line, at: now), at: now) }
        return actions + perform(tracker.decide(at: now), at: now)
    }

    /// Time has passed.
    public mutating func elapsed(to now: BootInstant) -> [Action] {
        var actions = perform(chat.elapsed(to: now), at: now) + perform(tracker.elapsed(to: now), at: now)
        if let due = watchDue, due <= now {
            watchDue = now.advanced(by: ModemEngine.watchInterval)
            actions += perform(chat.submit(.creg, for: .watch, at: now), at: now)
            actions += perform(chat.submit(.csq, for: .watch, at: now), at: now)
        }
        return actions
    }

    /// A call is recorded.
    public mutating func settled(_ call: Int, at now: BootInstant) -> [Action] { perform(tracker.settled(call, at: now), at: now) }

    private mutating func perform(_ actions: [CallTracker.Action], at now: BootInstant) -> [Action] {
        actions.flatMap { action -> [Action] in
            switch action {
            case .settle(let call): return place(call)
            case .list: return perform(chat.submit(.clcc, for: .list, urgently: true, at: now), at: now)
            case .hangUp(let call, let command): return hangUp(call, command, at: now)
            case .cancelHangUp(let call):
                chat.withdraw(.hangUp(call: call))
                return []
            case .closed(let call, let dropped): return [.closed(call: call, dropped: dropped)]
            case .undroppable(let call): return [.undroppable(call: call)]
            case .forwardedTooLate(let call): return [.forwardedTooLate(call: call)]
            }
        }
    }

    private mutating func hangUp(_ call: Int, _ command: ATCommand, at now: BootInstant) -> [Action] {
        perform(chat.submit(command, for: .hangUp(call: call), urgently: true, at: now), at: now)
    }

    private mutating func perform(_ actions: [ChatEngine.Action], at now: BootInstant) -> [Action] {
        actions.flatMap { action -> [Action] in
            switch action {
            case .write(let bytes, let purpose):
                if case .hangUp(let call) = purpose { tracker.hangUpWritten(call) }
                return [.write(bytes)]
            case .unsolicited(let line): return heard(UnsolicitedResult(line), at: now)
            case .deaf: return [.reopen(facts.isReady ? .deaf : .silent)]
            case .finished(let purpose, let outcome): return finished(purpose, outcome, at: now)
            }
        }
    }

    private mutating func heard(_ result: UnsolicitedResult, at now: BootInstant) -> [Action] {
        switch result {
        case .restarted where facts.isReady: return [.reopen(.restarted)]
        case .registration(let status) where facts.registration != status:
            facts.registration = status
            return [.changed(facts)]
        default: return perform(tracker.heard(result, at: now), at: now)
        }
    }

    private mutating func finished(_ purpose: ChatEngine.Purpose, _ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        switch purpose {
        case .bringUp: return stepFinished(outcome, at: now)
        case .watch: return watched(outcome)
        case .list: return perform(tracker.listFinished(ModemEngine.calls(outcome), at: now), at: now)
        case .hangUp(let call): return perform(tracker.hangUpFinished(call, isOK: outcome.isOK, at: now), at: now)
        }
    }

    private static func calls(_ outcome: ChatEngine.Outcome) -> [CurrentCall]? {
        outcome.isOK ? outcome.lines.compactMap(CurrentCall.init) : nil
    }

    private mutating func watched(_ outcome: ChatEngine.Outcome) -> [Action] {
        let before = facts
        if outcome.lines.first?.hasPrefix("+CREG:") == true { facts.readRegistration(outcome) }
        if outcome.lines.first?.hasPrefix("+CSQ:") == true { facts.readSignal(outcome) }
        return facts == before ? [] : [.changed(facts)]
    }

    private mutating func stepFinished(_ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        guard let step = bringUp.current else { return [] }
        facts.read(outcome, of: step)
        if facts.card != nil { bringUp.cardIsKnown() }
        let taken = step == .list ? perform(tracker.listFinished(ModemEngine.calls(outcome), at: now), at: now) : []
        let placed = step == .ownNumber ? placeAll() : []
        return taken + placed + nextStep(at: now)
    }

    private mutating func nextStep(at now: BootInstant) -> [Action] {
        if let command = bringUp.advance() { return perform(chat.submit(command, for: .bringUp, at: now), at: now) }
        facts.isReady = true
        watchDue = now.advanced(by: ModemEngine.watchInterval)
        return [.changed(facts)]
    }

    private mutating func place(_ call: TrackedCall) -> [Action] {
        guard !isPlaced else { return [.settle(call)] }
        unplaced.append(call)
        return []
    }

    /// Identity and line are asked for by now: what rang before can be recorded.
    private mutating func placeAll() -> [Action] {
        isPlaced = true
        defer { unplaced = [] }
        return [.changed(facts)] + unplaced.map { .settle($0) }
    }
}

extension TrackedCall {
    fileprivate var isUndecided: Bool {
        switch phase {
        case .learning, .settling: true
        case .dropping: false
        }
    }
}
