/// Keeps a dead target from being knocked at by everything that waits for it. A value: no I/O, no clock.
public struct CircuitBreaker: Hashable, Sendable {
    /// Failures in a row that open it.
    static let threshold = 5
    static let firstPause = Duration.seconds(30)
    static let longestPause = Duration.seconds(600)

    private var failures = 0
    private var pause = CircuitBreaker.firstPause
    private var opensAgain: UnixTime?
    /// Until then the target asked to be left alone.
    private var restsUntil: UnixTime?
    /// Whether the target took something since it was last known to be dead, or since the start.
    private var isProven = false

    /// Closed, and not proven: two tries may be under way.
    public init() {}

    /// What of it shows outside.
    public enum State: String, Sendable, Codable, CaseIterable {
        /// Tries are let through, or none is.
        case closed, open
        /// One at a time is tried.
        case halfOpen = "half-open"
    }

    /// `open` also while the target asked to be left alone.
    public func state(at now: UnixTime) -> State {
        if let restsUntil, now < restsUntil { return .open }
        guard let opensAgain else { return .closed }
        return now < opensAgain ? .open : .halfOpen
    }

    /// When the next try is let through; `nil`: tries are let through.
    public func nextTry(at now: UnixTime) -> UnixTime? {
        state(at: now) == .open ? [opensAgain, restsUntil].compactMap { $0 }.max() : nil
    }

    /// How many may be under way to the target, of `most`. Who has taken nothing yet gets few, so that the silent ones together do not
    /// hold everything up.
    public func room(of most: Int, at now: UnixTime) -> Int {
        switch state(at: now) {
        case .open: 0
        case .halfOpen: 1
        case .closed: isProven ? most : min(most, 2)
        }
    }

    /// The clock was set by so much.
    mutating func move(by step: Duration) {
        opensAgain = opensAgain.map { $0 + step }
        restsUntil = restsUntil.map { $0 + step }
    }

    /// The target took a delivery. What it asked for with another answer still holds.
    public mutating func succeeded() {
        let restsUntil = restsUntil
        self = CircuitBreaker()
        (self.restsUntil, isProven) = (restsUntil, true)
    }

    /// It asks to be left alone for so long (`Retry-After`; RFC 9110, 10.2.3): for 10 minutes at the most.
    public mutating func rest(for asked: Duration, at now: UnixTime) {
        let end = now + min(asked, CircuitBreaker.longestPause)
        restsUntil = restsUntil.map { max($0, end) } ?? end
    }

    /// The target did not take a delivery: from the fifth in a row on it is left alone for 30 s, then twice as long each time, up to
    /// 10 minutes.
    public mutating func failed(at now: UnixTime) {
        failures += 1
        isProven = false
        // What was on its way when it opened says nothing new.
        guard failures >= CircuitBreaker.threshold, opensAgain.map({ now >= $0 }) ?? true else { return }
        opensAgain = now + pause
        pause = min(pause * 2, CircuitBreaker.longestPause)
    }
}
