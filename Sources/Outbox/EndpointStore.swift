/// Where endpoints are kept. Each operation is one transaction.
public protocol EndpointStore: Sendable {
    /// Oldest first; `account` nil: everybody's.
    func endpoints(of account: String?) async throws -> [Endpoint]

    /// One of this account; `account` nil: whosever it is.
    func endpoint(_ id: EndpointID, of account: String?) async throws -> Endpoint?

    /// Makes an endpoint known, in the place of one of the same identity.
    func save(_ endpoint: Endpoint) async throws

    /// Changes one of this account as it stands by then, and gives back what became of it; `nil`: there is none. What it did not take yet
    /// goes where it is now; what waits for one that is disabled becomes dead letters. `body` may run twice, on the same endpoint.
    func change(
        _ id: EndpointID, of account: String?, _ body: @escaping @Sendable (inout Endpoint) -> Void
    ) async throws -> Endpoint?

    /// Removes an endpoint; what waits for it becomes dead letters. `false`: there is none.
    func remove(_ id: EndpointID) async throws -> Bool
}
