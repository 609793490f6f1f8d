import FoundationEssentials
import GRDB
import Outbox

/// Reads and writes rows of `deliveries`.
struct DeliveryTable {
    let database: Database

    func insert(_ delivery: Delivery) throws {
        try database.insert(
            "deliveries",
            [
                "id": delivery.id.rawValue, "account": delivery.account, "subject": delivery.subject,
                "event_type": delivery.eventType, "url": delivery.url, "host": host(of: delivery.url),
                "body": Data(delivery.body), "created_ms": delivery.createdAt.milliseconds, "state": delivery.state.rawValue,
                "attempts": delivery.attempts, "next_ms": delivery.nextAttemptAt.milliseconds,
                "due_ms": delivery.nextAttemptAt.milliseconds,
            ])
    }

    /// The host in lower case without a trailing dot; empty where the URL has none, so that nothing excludes it.
    private func host(of url: String) -> String {
        let host = URLComponents(string: url)?.host?.lowercased() ?? ""
        return host.hasSuffix(".") ? String(host.dropLast()) : host
    }

    func delivery(_ row: Row) throws -> Delivery {
        guard let state = Delivery.State(rawValue: row["state"]) else { throw UnreadableRow(table: "deliveries") }
        return Delivery(
            id: MessageID(rawValue: row["id"]), account: row["account"], subject: row["subject"], eventType: row["event_type"],
            url: row["url"], body: [UInt8](row["body"] as Data), createdAt: UnixTime(milliseconds: row["created_ms"]),
            state: state, attempts: row["attempts"], nextAttemptAt: UnixTime(milliseconds: row["next_ms"]))
    }
}
