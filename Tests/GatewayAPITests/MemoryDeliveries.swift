import Outbox

/// Deliveries of two applications, newest first.
struct MemoryDeliveries: DeliveryStore {
    let all = ["shop", "bank"].map { account in
        Delivery(
            id: MessageID(rawValue: "msg_\(account)"), account: account, subject: "ver_\(account)",
            eventType: "verification.verified", url: "https://\(account).example/hook", body: [],
            createdAt: UnixTime(milliseconds: 0), nextAttemptAt: UnixTime(milliseconds: 5000))
    }

    func deliveries(_ filter: DeliveryFilter, limit: Int, before: Int64?) async throws -> DeliveryPage {
        DeliveryPage(items: all.filter { filter.account == nil || $0.account == filter.account }, next: nil)
    }

    func due(at now: UnixTime, limit: Int, perTarget: Int, rooms: [String: Int], underWay: DeliveriesUnderWay) async throws
        -> [Delivery]
    { [] }
    func record(_ attempt: DeliveryAttempt, next: NextStep) async throws {}
    func nextDue(excluding: Set<String>, underWay: DeliveriesUnderWay) async throws -> UnixTime? { nil }
    func attempts(of message: MessageID) async throws -> [DeliveryAttempt] { [] }
    func delivery(_ id: MessageID, of account: String?) async throws -> Delivery? { nil }
    func waiting(_ eventType: String, for endpoint: EndpointID) async throws -> Delivery? { nil }
    func replay(_ id: MessageID, of account: String?, at now: UnixTime) async throws -> Delivery? { nil }
    func replayDead(of endpoint: EndpointID, since: UnixTime, at now: UnixTime) async throws -> Int { 0 }
    func enqueue(_ delivery: Delivery) async throws {}
}

extension MemoryDeliveries: EndpointStore {
    func endpoints(of account: String?) async throws -> [Endpoint] { [] }
    func endpoint(_ id: EndpointID, of account: String?) async throws -> Endpoint? { nil }
    func save(_ endpoint: Endpoint) async throws {}
    func change(_ id: EndpointID, of account: String?, _ body: @escaping @Sendable (inout Endpoint) -> Void) async throws
        -> Endpoint?
    {
        nil
    }
    func remove(_ id: EndpointID) async throws -> Bool { false }
}
