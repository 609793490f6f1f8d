public import Logging
public import Modem
public import Telephony
public import Verification

/// The modems and their lines: keeps a session on every port, opens it again when it ends, and knows which lines take calls.
public actor Fleet {
    /// What the fleet needs of the world.
    public struct Surroundings: Sendable {
        /// Opens a port.
        public let open: @Sendable (Port) async throws -> any ByteLink
        public let now: @Sendable () -> Moment
        /// Waits; ends early when cancelled.
        public let pause: @Sendable (Duration) async -> Void
        /// Records a call on a line of this number; returns once it is durable.
        public let settle: @Sendable (IncomingCall, MSISDN?, ModemFacts) async -> RecordedCall
        /// Closes a call's record.
        public let close: @Sendable (CallID) async -> Void
        /// What an error of `open` means, for people.
        public let fault: @Sendable (any Error) -> ModemSnapshot.Fault

        public init(
            open: @escaping @Sendable (Port) async throws -> any ByteLink, now: @escaping @Sendable () -> Moment,
            pause: @escaping @Sendable (Duration) async -> Void,
            settle: @escaping @Sendable (IncomingCall, MSISDN?, ModemFacts) async -> RecordedCall,
            close: @escaping @Sendable (CallID) async -> Void, fault: @escaping @Sendable (any Error) -> ModemSnapshot.Fault
        ) {
            self.open = open
            self.now = now
            self.pause = pause
            self.settle = settle
            self.close = close
            self.fault = fault
        }
    }

    static let pauses: [Duration] = [1, 2, 5, 10, 30].map { .seconds($0) }

    let surroundings: Surroundings
    let logger: Logger
    private let policy: CallTracker.Policy
    private let ports: [Port]
    private var snapshots: [ModemSnapshot]
    private var sessions: [Int: Modem] = [:]
    private var firstRounds: Set<Int> = []

    public init(ports: [Port], policy: CallTracker.Policy, surroundings: Surroundings, logger: Logger) {
        self.ports = ports
        self.policy = policy
        self.surroundings = surroundings
        self.logger = logger
        let now = surroundings.now()
        snapshots = ports.map { ModemSnapshot(port: $0, state: .starting, since: now, number: $0.number) }
    }

    /// Every modem, in the order of the configuration.
    public var modems: [ModemSnapshot] { snapshots }

    /// Whether every port was tried once, so that calls which rang before the start are known.
    public var hasLooked: Bool { firstRounds.count == ports.count }

    /// The lines that take calls now.
    public func offers(region: (MSISDN) -> String?) -> [LineOffer] {
        snapshots.compactMap { modem in
            guard modem.takesCalls, let number = modem.number else { return nil }
            return LineOffer(
                line: modem.line, number: number, region: region(number), lastProof: modem.lastCallAt?.unixMilliseconds,
                isSimulated: modem.port.isSimulated)
        }
    }

    /// Lines on which a call rings that is not recorded yet, with the earliest ring.
    public func undecided() async -> [LineID: Moment] {
        var rings: [LineID: Moment] = [:]
        for (index, modem) in sessions {
            guard let since = await modem.undecidedSince else { continue }
            let now = surroundings.now()
            rings[snapshots[index].line] = now.advanced(by: since.duration(since: now.instant))
        }
        return rings
    }

    /// Keeps a session on every port until its task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            for index in ports.indices { group.addTask { await self.keep(index) } }
        }
    }

    private func keep(_ index: Int) async {
        var failures = 0
        while !Task.isCancelled {
            let wasReady = await session(index)
            firstRounds.insert(index)
            failures = wasReady ? 0 : failures + 1
            guard !Task.isCancelled else { return }
            await surroundings.pause(Fleet.pauses[min(failures, Fleet.pauses.count - 1)])
        }
    }

    /// One session, from opening the port to its end; whether the modem came up in it.
    private func session(_ index: Int) async -> Bool {
        do {
            let link = try await surroundings.open(ports[index])
            return await run(link, at: index)
        } catch {
            note(surroundings.fault(error), at: index)
            return false
        }
    }

    private func run(_ link: any ByteLink, at index: Int) async -> Bool {
        let (events, continuation) = AsyncStream.makeStream(of: Modem.Event.self, bufferingPolicy: .bufferingOldest(4096))
        let modem = Modem(
            link: link, engine: ModemEngine(profile: ports[index].profile, policy: policy), logger: logger, now: surroundings.now,
            settle: settle(at: index), pin: { _ in nil }, report: { continuation.yield($0) })
        sessions[index] = modem
        defer { sessions[index] = nil }
        return await withTaskCancellationHandler {
            await modem.start()
            return await follow(events, at: index)
        } onCancel: {
            Task { await modem.stop() }
        }
    }

    private func follow(_ events: AsyncStream<Modem.Event>, at index: Int) async -> Bool {
        for await event in events {
            switch event {
            case .changed(let facts): changed(facts, at: index)
            case .alive: snapshots[index].evidenceAt = surroundings.now()
            case .unlocked: continue
            case .closed(let call, let dropped): await closed(call, dropped: dropped, at: index)
            case .undroppable:
                logger.error("a call rings on whatever is sent", metadata: ["port": "\(ports[index].path)"])
            case .forwardedTooLate(let call):
                logger.warning(
                    "a call was forwarded, which the modem told only after it was recorded",
                    metadata: ["call": "\(call)", "port": "\(ports[index].path)"])
            case .ended(let end):
                ended(end, at: index)
                return snapshots[index].facts.isReady
            }
        }
        return false
    }

    /// Runs on the modem's own executor, without a hop through this actor: it stands on the way to the hang-up.
    private nonisolated func settle(at index: Int) -> Modem.Settle {
        let port = ports[index]
        let surroundings = surroundings
        return { call, id, facts, rangAt in
            let modem = facts.equipment.map(ModemID.init) ?? ModemID(port: port.path)
            let incoming = IncomingCall(
                id: id, modem: modem, line: ModemSnapshot.line(of: facts, in: modem), presentation: call.presentation,
                caller: call.caller, forwarding: call.forwarding, bearer: call.bearer, rangAt: rangAt, isSimulated: port.isSimulated
            )
            return await surroundings.settle(incoming, port.number ?? facts.ownNumber, facts)
        }
    }

    private func changed(_ facts: ModemFacts, at index: Int) {
        snapshots[index].facts = facts
        snapshots[index].evidenceAt = surroundings.now()
        snapshots[index].number = ports[index].number ?? facts.ownNumber
        snapshots[index].fault = Fleet.fault(of: snapshots[index])
        guard facts.isReady, snapshots[index].state != .ready else { return }
        snapshots[index].state = .ready
        snapshots[index].since = surroundings.now()
        firstRounds.insert(index)
        logger.info("modem ready", metadata: ["port": "\(ports[index].path)", "modem": "\(snapshots[index].modem)"])
    }

    private func closed(_ call: CallID, dropped: Bool, at index: Int) async {
        snapshots[index].lastCallAt = surroundings.now()
        if dropped { snapshots[index].dropped += 1 } else { snapshots[index].missed += 1 }
        await surroundings.close(call)
    }

    private func note(_ fault: ModemSnapshot.Fault, at index: Int) {
        if snapshots[index].state != .disconnected || snapshots[index].fault != fault {
            snapshots[index].since = surroundings.now()
            logger.warning("modem out of service", metadata: ["reason": "\(fault.reason)", "remedy": "\(fault.remedy)"])
        }
        snapshots[index].state = .disconnected
        snapshots[index].fault = fault
    }

    private func ended(_ end: Modem.End, at index: Int) { note(Fleet.fault(of: end, at: ports[index].path), at: index) }
}
