import Outbox

/// A delivery store that forgets with the process, and fails when told to.
actor MemoryStore: DeliveryStore {
    struct Failure: Error {}

    private(set) var rows: [MessageID: Delivery] = [:]
    private(set) var attempts: [DeliveryAttempt] = []
    private var failingLooks = 0
    private var failingRecords = 0
    private let continuation: AsyncStream<NextStep>.Continuation
    /// What each recorded attempt came to.
    nonisolated let recorded: AsyncStream<NextStep>

    init(_ deliveries: [Delivery], failingLooks: Int = 0, failingRecords: Int = 0) {
        (recorded, continuation) = AsyncStream.makeStream()
        rows = Dictionary(uniqueKeysWithValues: deliveries.map { ($0.id, $0) })
        self.failingLooks = failingLooks
        self.failingRecords = failingRecords
    }

    func repair() { failingRecords = 0 }
    func add(_ delivery: Delivery) { rows[delivery.id] = delivery }

    func due(at now: UnixTime, limit: Int, perTarget: Int, rooms: [String: Int], underWay: DeliveriesUnderWay) throws -> [Delivery]
    {
        failingLooks -= 1
        guard failingLooks < 0 else { throw Failure() }
        var left = rooms
        var due: [Delivery] = []
        for delivery in waiting([], besides: underWay) where delivery.nextAttemptAt <= now && due.count < limit {
            guard left[delivery.target, default: perTarget] > 0 else { continue }
            left[delivery.target] = left[delivery.target, default: perTarget] - 1
            due.append(delivery)
        }
        return due
    }

    func record(_ attempt: DeliveryAttempt, next: NextStep) throws {
        failingRecords -= 1
        guard failingRecords < 0 else { throw Failure() }
        attempts.append(attempt)
        rows[attempt.message]?.attempts = attempt.number
        switch next {
        case .delivered: rows[attempt.message]?.state = .delivered
        case .dead, .gone: rows[attempt.message]?.state = .dead
        case .retry(let time): rows[attempt.message]?.nextAttemptAt = time
        }
        continuation.yield(next)
    }

    func nextDue(excluding: Set<String>, underWay: DeliveriesUnderWay) -> UnixTime? {
        waiting(excluding, besides: underWay).first?.nextAttemptAt
    }

    func deliveries(_ filter: DeliveryFilter, limit: Int, before: Int64?) -> DeliveryPage {
        DeliveryPage(items: Array(rows.values.prefix(limit)), next: nil)
    }

    func waiting(_ eventType: String, for endpoint: EndpointID) -> Delivery? {
        rows.values.first { $0.state == .pending && $0.eventType == eventType && $0.endpoint == endpoint }
    }

    func attempts(of message: MessageID) -> [DeliveryAttempt] { attempts.filter { $0.message == message } }
    func delivery(_ id: MessageID, of account: String?) -> Delivery? { rows[id] }
    func replay(_ id: MessageID, of account: String?, at now: UnixTime) -> Delivery? { rows[id] }
    func replayDead(of endpoint: EndpointID, since: UnixTime, at now: UnixTime) -> Int { 0 }
    func enqueue(_ delivery: Delivery) { rows[delivery.id] = delivery }

    private func waiting(_ excluded: Set<String>, besides underWay: DeliveriesUnderWay) -> [Delivery] {
        rows.values.filter { $0.state == .pending && !excluded.contains($0.target) && underWay[$0.target]?.contains($0.id) != true }
            .sorted { ($0.nextAttemptAt, $0.id.rawValue) < ($1.nextAttemptAt, $1.id.rawValue) }
    }
}
