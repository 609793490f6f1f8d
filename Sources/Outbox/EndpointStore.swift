/// Where endpoints are kept. Each operation is one transaction.
public protocol EndpointStore: Sendable {
    /// Oldest first; `account` nil: everybody's.
    func endpoints(of account: String?) async throws -> [Endpoint]

    /// One of this account; `account` nil: whosever it is.
    func endpoint(_ id: EndpointID, of account: String?) async throws -> Endpoint?

    /// Makes an endpoint known, or writes what changed of it. What waits for one that is disabled becomes dead letters.
    func save(_ endpoint: Endpoint) async throws

    /// Removes an endpoint; what waits for it becomes dead letters. `false`: there is none.
    func remove(_ id: EndpointID) async throws -> Bool
}
