public import Telephony

/// Calls that began to ring and are not settled yet. What is due after such a ring waits: it may be the call that was asked for.
public struct UndecidedCalls: Sendable {
    private var rings: [LineID: Moment] = [:]
    private var ringOnUnknownLine: Moment?

    public init() {}

    /// Whether nothing has to wait.
    public var isEmpty: Bool { rings.isEmpty && ringOnUnknownLine == nil }

    /// Adds one. `line` is `nil` while it is not known, just after a port was opened: then it may be any line.
    public mutating func add(_ ring: Moment, on line: LineID?) {
        guard let line else {
            ringOnUnknownLine = earlier(ring, ringOnUnknownLine)
            return
        }
        rings[line] = earlier(ring, rings[line])
    }

    /// Of each line the earliest ring is kept.
    public mutating func add(_ others: UndecidedCalls) {
        for (line, ring) in others.rings { add(ring, on: line) }
        if let ring = others.ringOnUnknownLine { add(ring, on: nil) }
    }

    /// Whether one that began to ring before `deadline` may be of this line.
    public func mayReach(_ line: LineID, before deadline: Moment) -> Bool {
        [rings[line], ringOnUnknownLine].contains { $0.map { $0.elapsed(since: deadline) < .zero } ?? false }
    }

    private func earlier(_ ring: Moment, _ known: Moment?) -> Moment { known.map { ring.isAfter($0) ? $0 : ring } ?? ring }
}
