/// What the courier has done since it started.
public struct CourierCounters: Hashable, Sendable {
    /// Deliveries that were answered with 2xx.
    public internal(set) var delivered = 0
    /// Attempts that are followed by another.
    public internal(set) var failed = 0
    public internal(set) var dead = 0
    /// Times that the store could not be read or written.
    public internal(set) var storeErrors = 0

    public init() {}
}
