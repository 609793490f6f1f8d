/// How much is open, for status and metrics.
public struct StoreCounts: Hashable, Sendable {
    public let pendingVerifications: Int
    public let waitingDeliveries: Int
    public let deadDeliveries: Int
}
