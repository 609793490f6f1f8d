public import Logging

/// Takes due deliveries from the store, signs and sends them, and records what came of it. At least once, never lost.
public actor Courier {
    /// The secrets that sign an account's callbacks now; several while they rotate.
    public typealias Secrets = @Sendable (_ account: String) async -> [WebhookSecret]

    private let store: any DeliveryStore
    private let sender: any CallbackSender
    private let secrets: Secrets
    private let policy: CourierPolicy
    private let clock: CourierClock
    private let logger: Logger
    private let bell = Doorbell()
    private let stopBell = Doorbell()
    private var underWay: [String: Int] = [:]
    private var isStopping = false
    private var storeFailures = 0
    private var generator = SystemRandomNumberGenerator()
    /// What was done since the start.
    public private(set) var counters = CourierCounters()

    public init(
        store: any DeliveryStore, sender: any CallbackSender, policy: CourierPolicy = CourierPolicy(), clock: CourierClock,
        logger: Logger, secrets: @escaping Secrets
    ) {
        self.store = store
        self.sender = sender
        self.policy = policy
        self.clock = clock
        self.logger = logger
        self.secrets = secrets
    }

    /// Something may have fallen due: look now.
    public nonisolated func wake() { bell.ring() }

    /// Works until its task is cancelled; then claims no more, and gives what is under way a few seconds.
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
            let claimed = try await claim()
            storeFailures = 0
            for delivery in claimed { start(delivery, &group) }
            if claimed.isEmpty { await nap(bell, try await untilNextDue()) }
        } catch {
            await backOff(error)
        }
    }

    private func claim() async throws -> [Delivery] {
        let limit = room()
        guard limit > 0 else { return [] }
        return try await store.claim(limit: limit, excludingHosts: busyHosts(), now: clock.now(), lease: policy.lease)
    }

    /// As many as can be claimed without any host getting more than its share, should all be for the same one.
    private func room() -> Int {
        let free = policy.inFlight - underWay.values.reduce(0, +)
        let busiest = underWay.values.filter { $0 < policy.perHost }.max() ?? 0
        return min(free, policy.perHost - busiest)
    }

    private func busyHosts() -> Set<String> { Set(underWay.filter { $0.value >= policy.perHost }.keys) }

    private func untilNextDue() async throws -> Duration {
        guard room() > 0, let due = try await store.nextDue(excludingHosts: busyHosts()) else { return policy.longestNap }
        return min(max(due - clock.now(), .milliseconds(10)), policy.longestNap)
    }

    private func start(_ delivery: Delivery, _ group: inout DiscardingTaskGroup) {
        let host = (try? CallbackURL(delivery.url))?.host ?? ""
        underWay[host, default: 0] += 1
        group.addTask { await self.attempt(delivery, host: host) }
    }

    private func attempt(_ delivery: Delivery, host: String) async {
        let started = clock.now()
        let outcome = await outcome(of: delivery, at: started)
        // Cut off while stopping: the lease lapses and the next start sends it again.
        if !(Task.isCancelled && outcome.isFailure) { await conclude(delivery, outcome, started) }
        let left = underWay[host, default: 1] - 1
        underWay[host] = left > 0 ? left : nil
        bell.ring()
    }

    private func outcome(of delivery: Delivery, at time: UnixTime) async -> CallbackOutcome {
        let secrets = await secrets(delivery.account)
        guard !secrets.isEmpty else { return .failed(.broken("no callback secret for \(delivery.account)")) }
        return await sender.send(CallbackRequest(delivery, at: time, secrets: secrets, policy: policy))
    }

    private func conclude(_ delivery: Delivery, _ outcome: CallbackOutcome, _ started: UnixTime) async {
        let number = delivery.attempts + 1
        let ended = clock.now()
        let attempt = DeliveryAttempt(
            message: delivery.id, number: number, startedAt: started, took: max(.zero, ended - started), outcome: outcome)
        let next = policy.schedule.next(after: number, outcome: outcome, at: ended, using: &generator)
        guard await record(attempt, next) else { return }
        count(next)
        logger.debug("callback tried", metadata: ["message": "\(delivery.id)", "attempt": "\(number)", "next": "\(next)"])
    }

    /// Tries a few times; after that the lease lapses, and the delivery is sent again under the same identity.
    private func record(_ attempt: DeliveryAttempt, _ next: NextStep) async -> Bool {
        for wait in [1, 2, 4, 8] {
            do {
                try await store.record(attempt, next: next)
                return true
            } catch {
                noteStoreError(error)
                guard (try? await clock.sleep(.seconds(wait))) != nil else { return false }
            }
        }
        return false
    }

    private func count(_ next: NextStep) {
        switch next {
        case .delivered: counters.delivered += 1
        case .retry: counters.failed += 1
        case .dead: counters.dead += 1
        }
    }

    private func backOff(_ error: any Error) async {
        noteStoreError(error)
        storeFailures = min(storeFailures + 1, 6)
        await nap(stopBell, min(.seconds(1 << storeFailures), policy.longestNap))
    }

    private func noteStoreError(_ error: any Error) {
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
