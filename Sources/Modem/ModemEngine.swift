public import ATSyntax
public import Telephony

/// One modem's whole behaviour as a value: bytes and time in, actions out. The actor, the tests, the fuzzer and the fault
/// simulation all drive this very code.
public struct ModemEngine: Equatable, Sendable {
    /// What is to be done.
    public enum Action: Equatable, Sendable {
        /// To the port that takes commands.
        case write([UInt8])
        /// Record this call, then say so with ``ModemEngine/settled(_:at:)``.
        case settle(TrackedCall)
        /// The call is over.
        case closed(call: Int, dropped: Bool)
        /// The facts about the modem changed.
        case changed(ModemFacts)
        /// It answered: what is known of it holds now.
        case alive
        /// The SIM asks for its PIN: answer with ``ModemEngine/unlock(with:at:)``.
        case needsPIN
        /// What the SIM made of the PIN.
        case pinEntered(PINOutcome)
        /// What became of a command that somebody typed.
        case answered(console: Int, [String])
        /// A call rings on whatever is sent.
        case undroppable(call: Int)
        /// That a call was forwarded was told only after it was handed over to be settled.
        case forwardedTooLate(call: Int)
        /// How a call to another line of ours ended.
        case testCallEnded(TestCallEnd)
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
        /// It was told to start again.
        case reset
        /// Its SIM was taken out, or is another one.
        case cardChanged
    }

    let profile: ModemProfile
    var framer = ATFramer()
    var sideFramers: [Int: ATFramer] = [:]
    var sideMessages: [Int: MessageGuard] = [:]
    var chat = ChatEngine()
    var tracker: CallTracker
    var bringUp: BringUp
    var survey: Survey
    var testCall: TestCall
    /// Calls that wait for the line to be known: a row without a line would verify nobody.
    var unplaced: [TrackedCall] = []
    /// Those of them that ended meanwhile.
    var closedUnplaced: [Action] = []
    var isPlaced = false
    /// Whether a call that a process before this one dialled may ring on, and is to be hung up once nobody calls.
    var owesHangUp = false
    /// Whether a setting was taken that the modem loses when it starts again.
    var hasSettings = false
    /// When the bring-up goes on after a pause.
    var resumeAt: BootInstant?
    /// All that it told so far.
    public internal(set) var facts = ModemFacts()

    /// `before`: the ``unnamedCall`` of the session before, on the same port.
    public init(profile: ModemProfile = .generic, policy: CallTracker.Policy = .init(), before: UnnamedCall? = nil) {
        self.profile = profile
        tracker = CallTracker(profile: profile, policy: policy, before: before)
        bringUp = BringUp(profile: profile)
        survey = Survey(profile: profile)
        testCall = TestCall(profile: profile)
    }

    /// The earliest ring of a call that is not recorded yet.
    public var undecidedSince: BootInstant? {
        (tracker.calls.filter(\.isUndecided) + unplaced).map(\.rangAt).min()
    }

    /// The call that rings and whose caller is not known yet.
    public var unnamedCall: UnnamedCall? { tracker.unnamedCall }

    /// When time matters next.
    public var nextDeadline: BootInstant? {
        [chat.nextDeadline, tracker.nextDeadline, survey.nextDeadline, testCall.nextDeadline, resumeAt].compactMap { $0 }.min()
    }

    /// The port is open.
    public mutating func opened(at now: BootInstant) -> [Action] {
        tracker.opened(at: now)
        return perform(chat.begin(at: now), at: now) + nextStep(at: now)
    }

    /// Bytes from the modem.
    public mutating func received(_ bytes: [UInt8], at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for line in framer.received(bytes) { actions += perform(chat.received(line, at: now), at: now) }
        return actions + perform(tracker.decide(at: now), at: now)
    }

    /// Bytes from another port of the same modem, which gets no commands but may be the one that tells of calls.
    public mutating func overheard(_ bytes: [UInt8], on port: Int, at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for line in sideFramers[port, default: ATFramer()].received(bytes)
        where !sideMessages[port, default: MessageGuard()].takesFirstLine(line, at: now)
            && !sideMessages[port, default: MessageGuard()].takesUnsolicited(line, at: now)
        {
            actions += heard(UnsolicitedResult(line), at: now)
        }
        return actions + perform(tracker.decide(at: now), at: now)
    }

    /// Time has passed.
    public mutating func elapsed(to now: BootInstant) -> [Action] {
        var actions = perform(chat.elapsed(to: now), at: now) + perform(tracker.elapsed(to: now), at: now)
        actions += perform(testCall.elapsed(to: now), at: now)
        if let due = resumeAt, due <= now {
            resumeAt = nil
            actions += nextStep(at: now)
        }
        for (query, command) in survey.take(at: now) { actions += submit(command, for: .survey(query), at: now) }
        return actions
    }

    /// The device is gone: its calls are recorded as far as they are known, and closed.
    public mutating func disconnected(at now: BootInstant) -> [Action] {
        placeAll(at: now) + perform(tracker.disconnected(at: now), at: now)
    }

    /// The session ends, and the modem stays: what rings on is heard again, and what rang before the line was known, and is over, is
    /// recorded now or never.
    public mutating func abandoned() -> [Action] {
        defer { (unplaced, closedUnplaced) = ([], []) }
        let over = unplaced.filter { call in !tracker.calls.contains { $0.number == call.number } }
        return over.map { .settle($0) } + closedUnplaced
    }

    /// A call is recorded.
    public mutating func settled(_ call: Int, at now: BootInstant) -> [Action] { perform(tracker.settled(call, at: now), at: now) }

    /// The answer to ``Action/needsPIN``; `nil`: there is none, or it must not be tried.
    public mutating func unlock(with pin: String?, at now: BootInstant) -> [Action] {
        guard let pin else { return nextStep(at: now) }
        return submit(ATCommand("AT+CPIN=\"\(pin)\"", patience: .seconds(15)), for: .unlock, at: now)
    }

    /// Sends a command that somebody typed; its lines come back as ``Action/answered(console:_:)``.
    public mutating func ask(_ command: ATCommand, console: Int, at now: BootInstant) -> [Action] {
        submit(command, for: .console(console), at: now)
    }

    /// Calls another line of ours, to see whether it can be reached; the end comes back as ``Action/testCallEnded(_:)``. Refused
    /// while a call rings here.
    public mutating func call(_ number: MSISDN, at now: BootInstant) -> [Action] {
        guard facts.isReady, testCall.isOver, tracker.calls.isEmpty else { return [.testCallEnded(.refused)] }
        return perform(testCall.begin(to: number, at: now), at: now)
    }

    /// Starts the modem again.
    public mutating func reset(at now: BootInstant) -> [Action] { submit(profile.reset, for: .reset, at: now) }

    mutating func submit(
        _ command: ATCommand, for purpose: ChatEngine.Purpose, urgently: Bool = false, at now: BootInstant
    ) -> [Action] {
        guard let command = profile.adapted(command) else {
            return finished(purpose, .answered(.error, lines: []), at: now)
        }
        return perform(chat.submit(command, for: purpose, urgently: urgently, at: now), at: now)
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
