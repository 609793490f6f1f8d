import FoundationEssentials
import GRDB
import Outbox

/// Reads and writes rows of `endpoints`.
struct EndpointTable {
    let database: Database

    func all() throws -> [Endpoint] {
        try database.rows("SELECT * FROM endpoints ORDER BY created_ms, id", [], endpoint)
    }

    /// Writes an endpoint, new or changed. What waits for one that is disabled becomes dead letters.
    func save(_ endpoint: Endpoint) throws {
        try database.run("DELETE FROM endpoints WHERE id = ?", [endpoint.id.rawValue])
        try database.insert(
            "endpoints",
            [
                "id": endpoint.id.rawValue, "account": endpoint.account, "url": endpoint.url,
                "events": endpoint.events.sorted().joined(separator: " "), "state": word(of: endpoint.state),
                "stale_ms": endpoint.staleAfter.map { $0.components.seconds * 1000 }, "note": endpoint.note,
                "is_configured": endpoint.isConfigured, "created_ms": endpoint.createdAt.milliseconds,
                "secret_number": endpoint.secret.number,
                "secret_overlap_ms": endpoint.secret.previousUntil?.milliseconds,
            ])
        if endpoint.state != .enabled { try giveUp(endpoint.id) }
    }

    /// `false`: there was none.
    func remove(_ id: EndpointID) throws -> Bool {
        try giveUp(id)
        return try database.run("DELETE FROM endpoints WHERE id = ?", [id.rawValue]) == 1
    }

    private func giveUp(_ id: EndpointID) throws {
        try database.run(
            "UPDATE deliveries SET state = 'dead' WHERE target = ? AND state = 'pending'", [id.rawValue])
    }

    private func word(of state: Endpoint.State) -> String {
        switch state {
        case .enabled: "enabled"
        case .disabled(let reason): reason.rawValue
        }
    }

    private func endpoint(_ row: Row) throws -> Endpoint {
        let word: String = row["state"]
        let state = word == "enabled" ? .enabled : Endpoint.State.Reason(rawValue: word).map(Endpoint.State.disabled)
        guard let state else { throw UnreadableRow(table: "endpoints") }
        return Endpoint(
            id: EndpointID(rawValue: row["id"]), account: row["account"], url: row["url"],
            events: Set((row["events"] as String).split(separator: " ").map(String.init)), state: state,
            staleAfter: (row["stale_ms"] as Int64?).map { .milliseconds($0) }, note: row["note"],
            isConfigured: row["is_configured"], createdAt: UnixTime(milliseconds: row["created_ms"]),
            secret: .init(
                number: row["secret_number"],
                previousUntil: (row["secret_overlap_ms"] as Int64?).map(UnixTime.init(milliseconds:))))
    }
}
