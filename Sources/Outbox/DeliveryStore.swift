/// Where deliveries wait. Each operation is one transaction.
public protocol DeliveryStore: Sendable {
    /// Takes up to `limit` due deliveries, oldest due first, and leases them until `now + lease`: if nothing is recorded by
    /// then (a crash), they are due again under the same identity. Hosts in `excludingHosts` (lower case) are left alone.
    func claim(limit: Int, excludingHosts: Set<String>, now: UnixTime, lease: Duration) async throws -> [Delivery]

    /// Records an attempt and what follows from it, and ends the lease.
    func record(_ attempt: DeliveryAttempt, next: NextStep) async throws

    /// When the next delivery falls due, leases included; `nil`: nothing waits.
    func nextDue(excludingHosts: Set<String>) async throws -> UnixTime?

    /// Newest first; `account` nil: everybody's.
    func deliveries(account: String?, state: Delivery.State?, limit: Int, before: Int64?) async throws -> DeliveryPage

    /// The attempts of one delivery, in order.
    func attempts(of message: MessageID) async throws -> [DeliveryAttempt]
}

/// What follows from an attempt.
public enum NextStep: Hashable, Sendable {
    case delivered
    case retry(at: UnixTime)
    /// Failed for good.
    case dead
}

/// Deliveries, and where the next page begins.
public struct DeliveryPage: Hashable, Sendable {
    public let items: [Delivery]
    /// `nil`: this was the last page.
    public let next: Int64?

    public init(items: [Delivery], next: Int64?) {
        self.items = items
        self.next = next
    }
}
