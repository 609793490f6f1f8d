/// When to try again: Standard Webhooks' schedule, as data.
public struct RetrySchedule: Hashable, Sendable {
    /// The wait before attempt 1, 2, …; when they are used up the delivery is dead.
    public let waits: [Duration]
    /// Nothing is put off further than this by a `Retry-After`.
    public let longestWait: Duration

    public init(waits: [Duration] = Self.standardWaits, longestWait: Duration = .seconds(86_400)) {
        self.waits = waits
        self.longestWait = longestWait
    }

    /// 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
    public static let standardWaits: [Duration] = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].map {
        .seconds($0)
    }

    /// What follows from attempt number `attempt` (1 for the first) that ended at `time`. Jitter adds up to a tenth.
    public func next(
        after attempt: Int, outcome: CallbackOutcome, at time: UnixTime, using generator: inout some RandomNumberGenerator
    ) -> NextStep {
        switch outcome {
        case .answered(200..<300, _): return .delivered
        case .answered(410, _): return .gone
        case .failed(.stale), .failed(.disabled): return .dead
        default: break
        }
        guard let step = wait(after: attempt) else { return .dead }
        let slowed = Self.asksToSlowDown(outcome) ? step * 2 : step
        let jittered = slowed + slowed * Double.random(in: 0...0.1, using: &generator)
        return .retry(at: time + max(jittered, min(Self.retryAfter(outcome), longestWait)))
    }

    private func wait(after attempt: Int) -> Duration? {
        waits.indices.contains(attempt) ? waits[attempt] : nil
    }

    private static func asksToSlowDown(_ outcome: CallbackOutcome) -> Bool {
        guard case .answered(let status, _) = outcome else { return false }
        return [429, 502, 504].contains(status)
    }

    private static func retryAfter(_ outcome: CallbackOutcome) -> Duration {
        guard case .answered(_, let asked?) = outcome else { return .zero }
        return asked
    }
}
