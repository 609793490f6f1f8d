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
                "id": delivery.id.rawValue, "account": delivery.account, "endpoint": delivery.endpoint?.rawValue,
                "target": delivery.target, "subject": delivery.subject, "event_type": delivery.eventType, "url": delivery.url,
                "body": Data(delivery.body), "format": delivery.format.rawValue, "created_ms": delivery.createdAt.milliseconds,
                "state": delivery.state.rawValue,
                "attempts": delivery.attempts, "schedule_start": delivery.scheduleStart,
                "next_ms": delivery.nextAttemptAt.milliseconds,
                "due_ms": delivery.nextAttemptAt.milliseconds,
            ])
    }

    /// One of this account; `account` nil: whosever it is.
    func one(_ id: MessageID, of account: String?) throws -> Delivery? {
        try database.rows(
            "SELECT * FROM deliveries WHERE id = ?1 AND (?2 IS NULL OR account = ?2)", [id.rawValue, account], delivery
        ).first
    }

    func delivery(_ row: Row) throws -> Delivery {
        guard let state = Delivery.State(rawValue: row["state"]), let format = Delivery.Format(rawValue: row["format"]) else {
            throw UnreadableRow(table: "deliveries")
        }
        return Delivery(
            id: MessageID(rawValue: row["id"]), account: row["account"],
            endpoint: (row["endpoint"] as String?).map(EndpointID.init(rawValue:)), subject: row["subject"],
            eventType: row["event_type"], url: row["url"], body: [UInt8](row["body"] as Data), format: format,
            createdAt: UnixTime(milliseconds: row["created_ms"]), state: state, attempts: row["attempts"],
            scheduleStart: row["schedule_start"], nextAttemptAt: UnixTime(milliseconds: row["next_ms"]),
            target: row["target"])
    }
}
