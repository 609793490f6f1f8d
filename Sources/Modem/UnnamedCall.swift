public import Telephony

/// A call of which only rings were heard.
public struct UnnamedCall: Equatable, Sendable {
    /// When it began to ring.
    public let rangAt: BootInstant
    /// When it was heard last.
    public let lastRing: BootInstant

    private static let longestSilence = Duration.seconds(10)

    public init(rangAt: BootInstant, lastRing: BootInstant) { (self.rangAt, self.lastRing) = (rangAt, lastRing) }

    /// Whether it may still ring: so long after its last ring the call is over.
    public func mayRing(at now: BootInstant) -> Bool { now.duration(since: lastRing) < UnnamedCall.longestSilence }
}
