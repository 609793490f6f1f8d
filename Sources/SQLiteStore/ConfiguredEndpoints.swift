import GRDB
import Outbox
import Verification

/// The callback URLs of the configuration, as endpoints: what was noted of one is kept, what the configuration says is written over it.
struct ConfiguredEndpoints {
    let database: Database

    /// Gives back all endpoints, also those that customers made.
    func write(_ applications: [Application]) throws -> [Endpoint] {
        let table = EndpointTable(database: database)
        var known = try table.all()
        for old in known where old.isConfigured && !applications.contains(where: { $0.isCalledBack(by: old) }) {
            _ = try table.remove(old.id)
        }
        let now = UnixTime(milliseconds: try database.row("SELECT unixepoch() * 1000 AS now")?["now"] ?? 0)
        for application in applications {
            guard let url = application.callbackURL else { continue }
            let id = EndpointID(configuredOf: application.name.rawValue)
            var endpoint =
                known.first { $0.id == id }
                ?? Endpoint(
                    id: id, account: application.name.rawValue, url: url, events: [], isConfigured: true,
                    createdAt: now)
            if endpoint.url != url { try move(&endpoint, to: url) }
            endpoint.events = Set(application.events.union(EventType.ends).map(\.rawValue))
            try table.save(endpoint)
        }
        known = try table.all()
        return known
    }

    /// The new address has answered nothing yet, and hears the ends of what is pending for the old one.
    private func move(_ endpoint: inout Endpoint, to url: String) throws {
        try database.run(
            "UPDATE verifications SET callback_url = ? WHERE application = ? AND callback_url = ? AND status = 'pending'",
            [url, endpoint.account, endpoint.url])
        endpoint.state = .enabled
        endpoint.url = url
    }
}

extension Application {
    fileprivate func isCalledBack(by endpoint: Endpoint) -> Bool {
        callbackURL != nil && endpoint.id == EndpointID(configuredOf: name.rawValue)
    }
}
