/// How many slots a line carries and how long one is kept after its verification ended.
public struct SlotPolicy: Hashable, Sendable {
    /// Slots a line carries at most; 0 = no limit.
    public let pendingPerLine: Int
    /// How long a pair (number, line) stays taken after the end, since people redial.
    public let gap: Duration

    public init(pendingPerLine: Int = 10, gap: Duration = .seconds(60)) {
        self.pendingPerLine = pendingPerLine
        self.gap = gap
    }
}
