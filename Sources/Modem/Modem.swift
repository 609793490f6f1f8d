public import ATSyntax
public import Logging
public import Telephony

/// One modem on one port: carries out what its ``ModemEngine`` decides. Pinned to the executor of its link.
public actor Modem {
    /// What happens at a modem.
    public enum Event: Sendable {
        /// All that is known of it by now.
        case changed(ModemFacts)
        /// It answered: what is known of it holds now.
        case alive
        /// What the SIM made of the PIN it was given.
        case pinEntered(PINOutcome)
        /// A call is over and recorded. `dropped`: by us; else the caller gave up.
        case closed(call: CallID, dropped: Bool)
        /// It rings on although every way to hang up was tried; told once a call.
        case undroppable(call: CallID)
        /// That this call was forwarded was told only after it was recorded; the next ones are waited for.
        case forwardedTooLate(call: CallID)
        /// The port is to be opened again: the engine asked for it, or the link ended.
        case ended(End)
    }

    /// Why a modem's session ended.
    public enum End: Hashable, Sendable {
        /// The port is gone, failed, or was closed from here.
        case link(LinkEnd)
        /// The engine wanted it.
        case engine(ModemEngine.Reason)
    }

    /// A call to settle, with what only the modem knows of it. Return once it is durable.
    public typealias Settle = @Sendable (TrackedCall, CallID, ModemFacts, Moment) async -> RecordedCall

    /// The PIN for the SIM in a modem of these facts; `nil`: there is none, or it must not be tried.
    public typealias PINSource = @Sendable (ModemFacts) async -> String?

    private let link: any ByteLink
    private let now: @Sendable () -> Moment
    private let settle: Settle
    private let pin: PINSource
    private let report: @Sendable (Event) -> Void
    private let logger: Logger
    private var engine: ModemEngine
    private var calls: [Int: CallID] = [:]
    private var unsettled: Set<Int> = []
    private var closings: [Int: Bool] = [:]
    private var wakeAt: BootInstant?
    private var asked: ModemEngine.Reason?
    private var consoles: [Int: CheckedContinuation<[String], Never>] = [:]
    private var lastConsole = 0
    private var caller: CheckedContinuation<TestCallEnd, Never>?
    private var isOver = false

    /// That of the link: what arrives is handled where it arrives.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe link.executor.asUnownedSerialExecutor() }

    /// `now`: both clocks. `report` is called on the executor of the link and must not block.
    public init(
        link: any ByteLink, engine: ModemEngine, logger: Logger, now: @escaping @Sendable () -> Moment, settle: @escaping Settle,
        pin: @escaping PINSource, report: @escaping @Sendable (Event) -> Void
    ) {
        self.link = link
        self.engine = engine
        self.logger = logger
        self.now = now
        self.settle = settle
        self.pin = pin
        self.report = report
    }

    /// Begins the bring-up.
    public func start() {
        link.start(
            received: { [weak self] bytes in self?.assumeIsolated { $0.received(bytes) } },
            ended: { [weak self] end in self?.assumeIsolated { $0.ended(end) } })
        guard !isOver else { return }
        perform(engine.opened(at: now().instant))
    }

    /// Closes the port.
    public nonisolated func stop() { link.close() }

    /// Listens to another port of this modem until that ends; it has to run on the same executor. `number` tells it from others.
    public func listen(to side: any ByteLink, as number: Int) async {
        await withCheckedContinuation { waiter in
            side.start(
                received: { [weak self] bytes in self?.assumeIsolated { $0.overheard(bytes, on: number) } },
                ended: { _ in waiter.resume() })
        }
    }

    /// Starts the modem again; the session ends with it.
    public func reset() { perform(engine.reset(at: now().instant)) }

    /// Sends a command that somebody typed between those of the session, and gives back what came: information responses and the
    /// final result code; nothing where the session ended meanwhile.
    public func ask(_ command: TypedCommand) async -> [String] {
        guard !isOver else { return [] }
        lastConsole += 1
        let number = lastConsole
        return await withCheckedContinuation { waiter in
            consoles[number] = waiter
            perform(engine.ask(command.command, console: number, at: now().instant))
        }
    }

    /// Calls another line of ours and tells how that ended, after 30 s or so at the latest; nobody answers, nobody pays.
    public func call(_ number: MSISDN) async -> TestCallEnd {
        guard !isOver, caller == nil else { return .refused }
        return await withCheckedContinuation { waiter in
            caller = waiter
            perform(engine.call(number, at: now().instant))
        }
    }

    /// The earliest ring of a call that is not recorded yet.
    public var undecidedSince: BootInstant? { engine.undecidedSince }

    /// The call that rings and whose caller is not known yet; of a session that has ended, the one that rang then.
    public var unnamedCall: UnnamedCall? { engine.unnamedCall }

    private func received(_ bytes: [UInt8]) { perform(engine.received(bytes, at: now().instant)) }

    private func overheard(_ bytes: [UInt8], on number: Int) {
        guard !isOver else { return }
        perform(engine.overheard(bytes, on: number, at: now().instant))
    }

    private func ended(_ end: LinkEnd) {
        isOver = true
        for waiter in consoles.values { waiter.resume(returning: []) }
        consoles = [:]
        caller?.resume(returning: .refused)
        caller = nil
        perform(end == .disconnected ? engine.disconnected(at: now().instant) : engine.abandoned())
        report(.ended(asked.map(End.engine) ?? .link(end)))
    }

    private func perform(_ actions: [ModemEngine.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes): link.write(bytes)
            case .settle(let call): begin(call)
            case .closed(let call, let dropped): close(call, dropped: dropped)
            case .changed(let facts): report(.changed(facts))
            case .alive: report(.alive)
            case .needsPIN: askForPIN()
            case .pinEntered(let outcome): report(.pinEntered(outcome))
            case .answered(let console, let lines): consoles.removeValue(forKey: console)?.resume(returning: lines)
            case .testCallEnded(let end):
                caller?.resume(returning: end)
                caller = nil
            case .undroppable(let call): if let id = calls[call] { report(.undroppable(call: id)) }
            case .forwardedTooLate(let call): if let id = calls[call] { report(.forwardedTooLate(call: id)) }
            case .reopen(let reason):
                asked = asked ?? reason
                link.close()
            }
        }
        wakeInTime()
    }

    private func askForPIN() {
        let facts = engine.facts
        Task.immediate(executorPreference: link.taskExecutor) { [pin] in
            let pin = await pin(facts)
            self.perform(self.engine.unlock(with: pin, at: self.now().instant))
        }
    }

    private func begin(_ call: TrackedCall) {
        let moment = now()
        let rang = moment.advanced(by: call.rangAt.duration(since: moment.instant))
        let id = CallID(at: rang)
        calls[call.number] = id
        unsettled.insert(call.number)
        let facts = engine.facts
        Task.immediate(executorPreference: link.taskExecutor) { [settle] in
            let recorded = await settle(call, id, facts, rang)
            self.settled(call.number, as: recorded.id)
            recorded.announce()
        }
    }

    private func settled(_ call: Int, as id: CallID) {
        calls[call] = id
        unsettled.remove(call)
        perform(engine.settled(call, at: now().instant))
        if let dropped = closings.removeValue(forKey: call) { close(call, dropped: dropped) }
    }

    /// A call's row is closed after it was opened, also where the caller gave up while it was being recorded.
    private func close(_ call: Int, dropped: Bool) {
        guard !unsettled.contains(call) else {
            closings[call] = dropped
            return
        }
        guard let id = calls.removeValue(forKey: call) else { return }
        report(.closed(call: id, dropped: dropped))
    }

    private func wakeInTime() {
        guard let deadline = engine.nextDeadline, wakeAt.map({ deadline < $0 }) ?? true else { return }
        wakeAt = deadline
        link.wake(after: max(.zero, deadline.duration(since: now().instant))) { [weak self] in
            self?.assumeIsolated { $0.woken(at: deadline) }
        }
    }

    private func woken(at deadline: BootInstant) {
        guard wakeAt == deadline else { return }
        wakeAt = nil
        perform(engine.elapsed(to: max(deadline, now().instant)))
    }
}
