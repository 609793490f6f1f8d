import Outbox

/// A delivery store that forgets with the process, and fails when told to.
actor MemoryStore: DeliveryStore {
    struct Failure: Error {}

    private(set) var rows: [MessageID: Delivery] = [:]
    private(set) var attempts: [DeliveryAttempt] = []
    private var failingClaims = 0
    private var failingRecords = 0
    private let continuation: AsyncStream<NextStep>.Continuation
    /// What each recorded attempt came to.
    nonisolated let recorded: AsyncStream<NextStep>

    init(_ deliveries: [Delivery], failingClaims: Int = 0, failingRecords: Int = 0) {
        (recorded, continuation) = AsyncStream.makeStream()
        rows = Dictionary(uniqueKeysWithValues: deliveries.map { ($0.id, $0) })
        self.failingClaims = failingClaims
        self.failingRecords = failingRecords
    }

    func repair() { failingRecords = 0 }
    func add(_ delivery: Delivery) { rows[delivery.id] = delivery }

    func claim(limit: Int, excludingHosts: Set<String>, now: UnixTime, lease: Duration) throws -> [Delivery] {
        failingClaims -= 1
        guard failingClaims < 0 else { throw Failure() }
        let due = waiting(excludingHosts).filter { $0.nextAttemptAt <= now }.prefix(limit)
        for delivery in due { rows[delivery.id]?.nextAttemptAt = now + lease }
        return Array(due)
    }

    func record(_ attempt: DeliveryAttempt, next: NextStep) throws {
        failingRecords -= 1
        guard failingRecords < 0 else { throw Failure() }
        attempts.append(attempt)
        rows[attempt.message]?.attempts = attempt.number
        switch next {
        case .delivered: rows[attempt.message]?.state = .delivered
        case .dead: rows[attempt.message]?.state = .dead
        case .retry(let time): rows[attempt.message]?.nextAttemptAt = time
        }
        continuation.yield(next)
    }

    func nextDue(excludingHosts: Set<String>) -> UnixTime? { waiting(excludingHosts).first?.nextAttemptAt }

    func deliveries(account: String?, state: Delivery.State?, limit: Int, before: Int64?) -> DeliveryPage {
        DeliveryPage(items: Array(rows.values.prefix(limit)), next: nil)
    }

    func attempts(of message: MessageID) -> [DeliveryAttempt] { attempts.filter { $0.message == message } }

    private func waiting(_ excluded: Set<String>) -> [Delivery] {
        rows.values.filter { $0.state == .pending && !excluded.contains((try? CallbackURL($0.url))?.host ?? "") }
            .sorted { ($0.nextAttemptAt, $0.id.rawValue) < ($1.nextAttemptAt, $1.id.rawValue) }
    }
}
