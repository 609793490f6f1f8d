public import Logging

/// Takes due deliveries from the store, signs and sends them, and records what came of it. At least once, never lost.
public actor Courier {
    /// On what terms a delivery is sent now.
    public typealias Terms = @Sendable (Delivery) async -> DeliveryTerms

    /// Targets that are remembered; a request may name any host.
    static let mostCircuits = 1024

    let store: any DeliveryStore
    private let sender: any CallbackSender
    private let terms: Terms
    let policy: CourierPolicy
    let clock: CourierClock
    let logger: Logger
    private let bell = Doorbell()
    private let stopBell = Doorbell()
    private(set) var underWay: DeliveriesUnderWay = [:]
    var circuits: [String: CircuitBreaker] = [:]
    /// What was under way when its target was sent elsewhere.
    var overtaken: Set<MessageID> = []
    private var isStopping = false
    private var storeFailures = 0
    /// How far the wall clock was set since the start.
    private(set) var stepped = Duration.zero
    private let clockGate = ClockGate()
    var generator = SystemRandomNumberGenerator()
    /// What was done since the start.
    public internal(set) var counters = CourierCounters()

    /// `terms` is asked before each attempt.
    public init(
        store: any DeliveryStore, sender: any CallbackSender, policy: CourierPolicy = CourierPolicy(), clock: CourierClock,
        logger: Logger, terms: @escaping Terms
    ) {
        self.store = store
        self.sender = sender
        self.policy = policy
        self.clock = clock
        self.logger = logger
        self.terms = terms
    }

    /// Something may have fallen due: look now.
    public nonisolated func wake() { bell.ring() }

    /// The wall clock was set: what is remembered by it moves along. `move` has the store do so; nothing of the courier's is written in
    /// between. Where it cannot, all stays as it was.
    public func moveClock(by step: Duration, _ move: @Sendable () async throws -> Void) async rethrows {
        await clockGate.close()
        defer { clockGate.open() }
        noteStep(step)
        do {
            try await move()
        } catch {
            noteStep(.zero - step)
            throw error
        }
    }

    /// Runs `body` while the clock is not being set.
    func whileClockStands<Value: Sendable>(_ body: () async -> Value) async -> Value {
        await clockGate.enter()
        defer { clockGate.leave() }
        return await body()
    }

    private func noteStep(_ step: Duration) {
        stepped += step
        for target in circuits.keys { circuits[target]?.move(by: step) }
    }

    /// Works until its task is cancelled; then starts no more, and gives what is under way a few seconds.
    public func run() async {
        // Cancellation must not reach the attempts under way at once, so they live in a task of their own, which ends here.
        let work = Task { await deliverUntilStopped() }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            Task { await stop() }
        }
    }

    private func stop() {
        isStopping = true
        stopBell.ring()
        bell.ring()
    }

    private func deliverUntilStopped() async {
        await withDiscardingTaskGroup { group in
            while !isStopping { await look(&group) }
            await letFinish()
            group.cancelAll()
        }
    }

    private func look(_ group: inout DiscardingTaskGroup) async {
        do {
            let due = try await due()
            storeFailures = 0
            for delivery in due { start(delivery, &group) }
            if due.isEmpty { await nap(bell, try await untilNextDue()) }
        } catch {
            await backOff(error)
        }
    }

    private var free: Int { policy.inFlight - underWay.values.reduce(0) { $0 + $1.count } }

    private func due() async throws -> [Delivery] {
        guard free > 0 else { return [] }
        let now = clock.now()
        return try await store.due(
            at: now, limit: free, perTarget: CircuitBreaker().room(of: policy.perTarget, at: now), rooms: rooms(at: now),
            underWay: underWay)
    }

    /// How many more each target may get that is known or busy.
    private func rooms(at now: UnixTime) -> [String: Int] {
        let known = Set(circuits.keys).union(underWay.keys)
        return Dictionary(
            uniqueKeysWithValues: known.map { target in
                let room = circuits[target, default: CircuitBreaker()].room(of: policy.perTarget, at: now)
                return (target, max(0, room - underWay[target, default: []].count))
            })
    }

    private func untilNextDue() async throws -> Duration {
        let now = clock.now()
        let closed = rooms(at: now).filter { $0.value == 0 }.keys
        let retries = circuits.values.compactMap { $0.nextTry(at: now) }
        let due = free > 0 ? try await store.nextDue(excluding: Set(closed), underWay: underWay) : nil
        guard let next = (retries + [due].compactMap { $0 }).min() else { return policy.longestNap }
        return min(max(next - now, .milliseconds(10)), policy.longestNap)
    }

    /// Whether deliveries to a target wait, because it failed too often or asked to be left alone.
    public func circuit(of target: String) -> CircuitBreaker.State {
        circuits[target, default: CircuitBreaker()].state(at: clock.now())
    }

    /// A target is to be tried again at once: what it failed to take was sent elsewhere, or it has been mended.
    public func forgetFailures(of target: String) {
        circuits[target] = nil
        overtaken.formUnion(underWay[target] ?? [])
        bell.ring()
    }

    /// The targets whose circuit is not closed, in alphabetical order.
    public var failingTargets: [String] {
        let now = clock.now()
        return circuits.filter { $0.value.state(at: now) != .closed }.keys.sorted()
    }

    private func start(_ delivery: Delivery, _ group: inout DiscardingTaskGroup) {
        underWay[delivery.target, default: []].insert(delivery.id)
        group.addTask { await self.attempt(delivery) }
    }

    private func attempt(_ delivery: Delivery) async {
        let started = clock.now()
        let outcome = await outcome(of: delivery, at: started)
        // Cut off while stopping: after the next start it is sent again.
        if !(Task.isCancelled && outcome.isFailure) { await conclude(delivery, outcome, started) }
        underWay[delivery.target]?.remove(delivery.id)
        overtaken.remove(delivery.id)
        if underWay[delivery.target]?.isEmpty == true { underWay[delivery.target] = nil }
        bell.ring()
    }

    private func outcome(of delivery: Delivery, at time: UnixTime) async -> CallbackOutcome {
        let terms = await terms(delivery)
        if terms.isDisabled { return .failed(.disabled) }
        if let limit = terms.staleAfter, time - delivery.createdAt > limit { return .failed(.stale) }
        guard !terms.secrets.isEmpty || delivery.format == .form else {
            return .failed(.broken("no callback secret for \(delivery.account)"))
        }
        return await sender.send(CallbackRequest(delivery, at: time, terms: terms, policy: policy))
    }

    private func backOff(_ error: any Error) async {
        noteStoreError(error)
        storeFailures = min(storeFailures + 1, 6)
        await nap(stopBell, min(.seconds(1 << storeFailures), policy.longestNap))
    }

    func noteStoreError(_ error: any Error) {
        counters.storeErrors += 1
        logger.error("the outbox cannot be read or written; trying again", metadata: ["error": "\(error)"])
    }

    private func letFinish() async {
        let end = clock.now() + policy.grace
        while !underWay.isEmpty, clock.now() < end { await nap(bell, end - clock.now()) }
    }

    /// Until the bell rings, at the longest for `duration`.
    private nonisolated func nap(_ bell: Doorbell, _ duration: Duration) async {
        await withTaskGroup { group in
            group.addTask { await bell.wait() }
            group.addTask { [clock] in try? await clock.sleep(duration) }
            await group.next()
            group.cancelAll()
        }
    }
}
