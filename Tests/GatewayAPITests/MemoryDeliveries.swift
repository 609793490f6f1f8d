import Outbox

/// Deliveries of two applications, newest first.
struct MemoryDeliveries: DeliveryStore {
    let all = ["shop", "bank"].map { account in
        Delivery(
            id: MessageID(rawValue: "msg_\(account)"), account: account, subject: "ver_\(account)",
            eventType: "verification.verified", url: "https://\(account).example/hook", body: [],
            createdAt: UnixTime(milliseconds: 0), nextAttemptAt: UnixTime(milliseconds: 5000))
    }

    func deliveries(account: String?, state: Delivery.State?, limit: Int, before: Int64?) async throws -> DeliveryPage {
        DeliveryPage(items: all.filter { account == nil || $0.account == account }, next: nil)
    }

    func claim(limit: Int, excludingHosts: Set<String>, now: UnixTime, lease: Duration) async throws -> [Delivery] { [] }
    func record(_ attempt: DeliveryAttempt, next: NextStep) async throws {}
    func nextDue(excludingHosts: Set<String>) async throws -> UnixTime? { nil }
    func attempts(of message: MessageID) async throws -> [DeliveryAttempt] { [] }
}
