import FoundationEssentials
import GRDB
import Outbox

/// Reads and writes rows of `endpoints`.
struct EndpointTable {
    let database: Database

    func all() throws -> [Endpoint] {
        try database.rows("SELECT * FROM endpoints ORDER BY created_ms, id", [], endpoint)
    }

    func one(_ id: EndpointID, of account: String?) throws -> Endpoint? {
        try database.rows(
            "SELECT * FROM endpoints WHERE id = ?1 AND (?2 IS NULL OR account = ?2)", [id.rawValue, account], endpoint
        ).first
    }

    /// Writes an endpoint, new or changed. What it did not take yet goes where it is now; what waits for one that is disabled becomes
    /// dead letters.
    func save(_ endpoint: Endpoint) throws {
        if let former = try one(endpoint.id, of: nil), former.url != endpoint.url { try redirect(endpoint) }
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
                "secret_oldest": endpoint.secret.oldest,
            ])
        if endpoint.state != .enabled { try giveUp(endpoint.id) }
    }

    /// `false`: there was none.
    func remove(_ id: EndpointID) throws -> Bool {
        try giveUp(id)
        return try database.run("DELETE FROM endpoints WHERE id = ?", [id.rawValue]) == 1
    }

    private func redirect(_ endpoint: Endpoint) throws {
        try database.run(
            "UPDATE deliveries SET url = ? WHERE endpoint = ? AND state <> 'delivered'", [endpoint.url, endpoint.id.rawValue])
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
                previousUntil: (row["secret_overlap_ms"] as Int64?).map(UnixTime.init(milliseconds:)), oldest: row["secret_oldest"])
        )
    }
}
