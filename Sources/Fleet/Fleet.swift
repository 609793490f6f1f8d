public import Logging
import Modem
public import Telephony
public import Verification

/// The modems and their lines: keeps a session on every port, opens it again when it ends, and knows which lines take calls.
public actor Fleet {
    private static let identificationLimit = Duration.seconds(60)

    let surroundings: Surroundings
    /// The same from the start on.
    public nonisolated let policy: FleetPolicy
    let logger: Logger
    var stations: [String: Station] = [:]
    /// The order in which the stations came.
    var order: [String] = []
    /// Modems that an operator took out of service, wherever they are plugged in.
    var disabled: Set<ModemID>
    var plan: ReceivabilityPlan
    /// Lines between which a test call is under way: handed out only where there is no other.
    var underTest: Set<LineID> = []
    /// How many devices have arrived so far: a loop of an earlier one is never taken for a later one's.
    private var generations = 0
    private let arrivals: AsyncStream<Arrival>
    private let arrive: AsyncStream<Arrival>.Continuation
    private let closings: AsyncStream<Closing>
    let closing: AsyncStream<Closing>.Continuation

    /// Whether the first list of USB devices is still to come.
    private var awaitsDevices: Bool
    /// Why USB devices are not found by themselves.
    public private(set) var discoveryFault: String?

    /// `ports`: those that are configured. `awaitsDevices`: ``attached(_:)`` will be called.
    public init(
        ports: [Port], awaitsDevices: Bool = false, policy: FleetPolicy, past: FleetPast = FleetPast(), surroundings: Surroundings,
        logger: Logger
    ) {
        self.awaitsDevices = awaitsDevices
        self.policy = policy
        self.surroundings = surroundings
        self.logger = logger
        (arrivals, arrive) = AsyncStream.makeStream(of: Arrival.self, bufferingPolicy: .bufferingOldest(4096))
        (closings, closing) = AsyncStream.makeStream(of: Closing.self, bufferingPolicy: .bufferingOldest(65_536))
        let now = surroundings.now()
        disabled = past.disabled
        plan = ReceivabilityPlan(
            policy: policy.receivability, proofs: past.proofs, tests: past.tests, at: now.unixMilliseconds)
        for port in ports {
            stations[port.id] = Station(
                snapshot: ModemSnapshot(port: port, state: .starting, since: now),
                ladder: RecoveryLadder(budget: policy.resets))
            order.append(port.id)
            arrive.yield(Arrival(id: port.id, generation: 0))
        }
    }

    /// Every modem, in the order in which they came.
    public var modems: [ModemSnapshot] {
        let snapshots = order.compactMap { stations[$0]?.snapshot }
        let now = surroundings.now()
        let serving = Dictionary(grouping: snapshots.filter { $0.receivesCalls(at: now) && !$0.isDisabled }, by: \.number)
        return snapshots.map { modem in
            var modem = modem
            modem.provenAt = plan.proofs[modem.line]
            modem.receivability = receivability(of: modem)
            modem.namesake = modem.number.flatMap { serving[$0] }?.first { $0.port.id != modem.port.id }?.port.path
            return modem
        }
    }

    /// Whether every port was tried once, so that calls which rang before the start are known.
    public var hasLooked: Bool { !awaitsDevices && stations.values.allSatisfy(\.hasBeenTried) }

    /// The lines that take calls now.
    public func offers(region: (MSISDN) -> String?) -> [LineOffer] {
        let now = surroundings.now()
        return modems.compactMap { modem in
            guard modem.takesCalls(at: now, allowsRoaming: policy.allowsRoaming), let number = modem.number else { return nil }
            return LineOffer(
                line: modem.line, number: number, region: region(number), lastProof: modem.provenAt,
                isSimulated: modem.port.isSimulated, isDoubted: modem.receivability == .doubted || underTest.contains(modem.line))
        }
    }

    /// The lines that calls do not reach now, and why, by those that were ever seen since the start.
    public func deadLines() -> [LineID: String] {
        let now = surroundings.now()
        var dead: [LineID: String] = [:]
        let modems = modems
        for modem in modems where !modem.receivesCalls(at: now) { dead[modem.line] = modem.deafness(at: now) }
        for modem in modems where modem.receivesCalls(at: now) { dead[modem.line] = nil }
        return dead
    }

    /// Every line that was seen since the start.
    public var seenLines: Set<LineID> { Set(modems.filter { $0.evidenceAt != nil }.map(\.line)) }

    /// The calls that are not recorded yet. A modem that does not come to know its line in ``identificationLimit`` holds up nobody.
    public func undecided() async -> UndecidedCalls {
        var calls = UndecidedCalls()
        for station in stations.values {
            let now = surroundings.now()
            guard let since = await station.undecidedSince(at: now.instant) else { continue }
            let (facts, elapsed) = (station.snapshot.facts, now.instant.duration(since: since))
            let isKnown = facts.card != nil || facts.isReady
            guard isKnown || elapsed < Fleet.identificationLimit else { continue }
            calls.add(now.advanced(by: .zero - elapsed), on: isKnown ? station.snapshot.line : station.lastLine)
        }
        return calls
    }

    /// Keeps a session on every port until its task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { for await closing in self.closings { await self.closed(closing) } }
            for await arrival in arrivals { group.addTask { await self.keep(arrival) } }
        }
    }

    /// The USB devices that are there now: new ones get a session, those that are gone lose theirs. Configured ports stay.
    public func attached(_ ports: [Port]) {
        awaitsDevices = false
        let present = Set(ports.map(\.id))
        for id in order where stations[id]?.snapshot.port.isAttached == true && !present.contains(id) { detach(id) }
        for port in ports where stations[port.id].map({ $0.isGone || $0.snapshot.port != port }) ?? true { attach(port) }
    }

    /// USB devices are not found by themselves, for this reason.
    public func cannotDiscover(_ reason: String) {
        awaitsDevices = false
        discoveryFault = reason
        logger.error("discovery failed", metadata: ["remedy": "\(reason)"])
    }

    private func attach(_ port: Port) {
        detach(port.id)
        let before = stations[port.id]
        var snapshot = ModemSnapshot(port: port, state: .starting, since: surroundings.now())
        if let obstacle = port.obstacle { (snapshot.state, snapshot.outage) = (.disconnected, obstacle) }
        if before == nil { order.append(port.id) }
        generations += 1
        stations[port.id] = Station(
            snapshot: snapshot, ladder: before?.ladder ?? RecoveryLadder(budget: policy.resets),
            hasBeenTried: port.obstacle != nil, known: before?.known, generation: generations)
        if port.obstacle == nil { arrive.yield(Arrival(id: port.id, generation: generations)) }
        surroundings.changed()
    }

    private func detach(_ id: String) {
        guard let station = stations[id], !station.isGone else { return }
        stations[id]?.isGone = true
        note(ModemSnapshot.Fault(code: "unplugged", reason: "it is unplugged", remedy: "Plug it in again, anywhere."), at: id)
        station.session?.stop()
        for other in order where stations[other]?.snapshot.twin == station.snapshot.port.path {
            stations[other]?.snapshot.twin = nil
        }
        // What was perhaps no modem at all is not missed.
        guard !station.isModem, station.snapshot.facts.equipment == nil else { return }
        stations[id] = nil
        order.removeAll { $0 == id }
    }
}

/// A port that wants a session; a later generation of the same port has taken the place of the earlier.
struct Arrival: Sendable {
    let id: String
    let generation: Int
}
