/// Where deliveries wait. Each operation is one transaction.
public protocol DeliveryStore: Sendable {
    /// Up to `limit` due deliveries, the oldest of each target first, without those under way. `rooms`: how many each target gets, where
    /// that is not `perTarget`.
    func due(
        at now: UnixTime, limit: Int, perTarget: Int, rooms: [String: Int], underWay: DeliveriesUnderWay
    ) async throws -> [Delivery]

    /// Records an attempt and what follows from it.
    func record(_ attempt: DeliveryAttempt, next: NextStep) async throws

    /// When the next delivery falls due that is not under way; `nil`: none waits. `excluding`: targets that have no room.
    func nextDue(excluding: Set<String>, underWay: DeliveriesUnderWay) async throws -> UnixTime?

    /// Newest first.
    func deliveries(_ filter: DeliveryFilter, limit: Int, before: Int64?) async throws -> DeliveryPage

    /// One of this account; `account` nil: whosever it is.
    func delivery(_ id: MessageID, of account: String?) async throws -> Delivery?

    /// One that waits for this endpoint, of an event such as `endpoint.test`; `nil`: none does.
    func waiting(_ eventType: String, for endpoint: EndpointID) async throws -> Delivery?

    /// The attempts of one delivery, in order.
    func attempts(of message: MessageID) async throws -> [DeliveryAttempt]

    /// Sends it again from the start of the schedule, under the same identity; `nil`: the account has none of that identity.
    func replay(_ id: MessageID, of account: String?, at now: UnixTime) async throws -> Delivery?

    /// Sends the dead letters of an endpoint again that were made since then; how many, at most 10,000.
    func replayDead(of endpoint: EndpointID, since: UnixTime, at now: UnixTime) async throws -> Int

    /// Puts a delivery into the outbox.
    func enqueue(_ delivery: Delivery) async throws
}

/// What is being sent, by target. Only memory knows: after a crash it is sent again, under the same identity.
public typealias DeliveriesUnderWay = [String: Set<MessageID>]
