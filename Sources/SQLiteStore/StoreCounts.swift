/// How much is open, for status and metrics.
public struct StoreCounts: Hashable, Sendable {
    /// Of all applications.
    public let pendingVerifications: Int
    /// Due, or to be tried again.
    public let waitingDeliveries: Int
    /// Given up, or missed by a disabled endpoint; they can be replayed.
    public let deadDeliveries: Int
}
