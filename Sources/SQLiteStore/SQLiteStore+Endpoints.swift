import GRDB
public import Outbox

extension SQLiteStore: EndpointStore {
    public func endpoints(of account: String?) async throws -> [Endpoint] {
        customers.current.endpoints.filter { account == nil || $0.account == account }
    }

    public func endpoint(_ id: EndpointID, of account: String?) async throws -> Endpoint? {
        try await endpoints(of: account).first { $0.id == id }
    }

    public func save(_ endpoint: Endpoint) async throws {
        try await change { try $0.save(endpoint) }
    }

    public func remove(_ id: EndpointID) async throws -> Bool {
        try await change { try $0.remove(id) }
    }

    /// Changes the table, and what is known of it without asking the disk.
    private func change<Value: Sendable>(_ body: @escaping @Sendable (EndpointTable) throws -> Value) async throws -> Value {
        try await writer.perform { [customers] database in
            let table = EndpointTable(database: database)
            let value = try body(table)
            let all = try table.all()
            customers.update { $0.endpoints = all }
            return value
        }
    }
}
