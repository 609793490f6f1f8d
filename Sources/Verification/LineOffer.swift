public import Telephony

/// A line that is healthy now and able to take calls, as the fleet offers it for a new verification.
public struct LineOffer: Hashable, Sendable {
    /// Where a call has to ring to count.
    public let line: LineID
    /// The number to call.
    public let number: MSISDN
    /// The line's home country, ISO 3166-1 alpha-2, where known.
    public let region: String?
    /// When a call was last seen to arrive on it, Unix milliseconds.
    public let lastProof: Int64?
    /// Whether its modem is a virtual one; then what comes of it is marked so.
    public let isSimulated: Bool
    /// Whether a test call lately failed to reach it: the others are preferred.
    public let isDoubted: Bool

    public init(
        line: LineID, number: MSISDN, region: String?, lastProof: Int64?, isSimulated: Bool, isDoubted: Bool = false
    ) {
        self.line = line
        self.number = number
        self.region = region
        self.lastProof = lastProof
        self.isSimulated = isSimulated
        self.isDoubted = isDoubted
    }
}

extension [LineOffer] {
    /// Those that an application may be given: its own lines where it has any, else those that are nobody's own.
    public func usable(by application: ApplicationName, among applications: [Application]) -> [LineOffer] {
        let own = applications.first { $0.name == application }?.policy.dedicatedLines ?? []
        guard own.isEmpty else { return filter { own.contains($0.number) } }
        let taken = applications.reduce(into: Set<MSISDN>()) { $0.formUnion($1.policy.dedicatedLines) }
        return filter { !taken.contains($0.number) }
    }
}
