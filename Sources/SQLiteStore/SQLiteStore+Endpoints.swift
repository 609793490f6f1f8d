import GRDB
public import Outbox

extension SQLiteStore: EndpointStore {
    /// From memory, which follows each commit.
    public func endpoints(of account: String?) async throws -> [Endpoint] {
        customers.current.endpoints.filter { account == nil || $0.account == account }
    }

    /// From memory, which follows each commit.
    public func endpoint(_ id: EndpointID, of account: String?) async throws -> Endpoint? {
        try await endpoints(of: account).first { $0.id == id }
    }

    /// Known in memory once it is durable.
    public func save(_ endpoint: Endpoint) async throws {
        try await change { try $0.save(endpoint) }
    }

    /// `body` runs in the transaction and must not wait.
    public func change(
        _ id: EndpointID, of account: String?, _ body: @escaping @Sendable (inout Endpoint) -> Void
    ) async throws -> Endpoint? {
        try await change { table in
            guard var endpoint = try table.one(id, of: account) else { return nil }
            body(&endpoint)
            try table.save(endpoint)
            return endpoint
        }
    }

    /// Its dead letters stay, and can be replayed to where they last went.
    public func remove(_ id: EndpointID) async throws -> Bool {
        try await change { try $0.remove(id) }
    }

    /// Changes the table, and, once that is durable, what is known of it without asking the disk.
    private func change<Value: Sendable>(_ body: @escaping @Sendable (EndpointTable) throws -> Value) async throws -> Value {
        let changed = { @Sendable [customers] (change: (value: Value, all: [Endpoint])) in
            customers.update { $0.endpoints = change.all }
        }
        return try await writer.perform(committed: changed) { database in
            let table = EndpointTable(database: database)
            return (try body(table), try table.all())
        }.value
    }
}
