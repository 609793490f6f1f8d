import HTTPTypes
import Synchronization
import Verification

/// How many requests an application may make within a time.
public struct RateLimit: Hashable, Sendable {
    /// 0: no limit.
    public var requests: Int
    /// Begins with a request; the first one after its end begins the next.
    public var window: Duration

    public init(requests: Int, window: Duration) {
        self.requests = requests
        self.window = window
    }

    /// 300,000 a minute: against programs that run wild, not against customers.
    public static let standard = RateLimit(requests: 300_000, window: .seconds(60))
}

/// Counts requests in windows, each application's or client's apart, of 10,000 at the most. What is counted is not kept over a restart:
/// it protects the machine, and nobody's number.
final class RateLimiter<Who: Hashable & Sendable>: Sendable {
    static var capacity: Int { 10_000 }

    private struct Window {
        var start: ContinuousClock.Instant
        var requests = 0
    }

    /// What is left, and for how long.
    struct Allowance: Hashable {
        let isExceeded: Bool
        let remaining: Int
        /// Seconds until the window ends, at least 1.
        let reset: Int
    }

    let limit: RateLimit
    private let windows = Mutex<[Who: Window]>([:])

    init(_ limit: RateLimit) { self.limit = limit }

    /// How many it remembers.
    var count: Int { windows.withLock { $0.count } }

    /// Counts one request.
    func take(_ who: Who, at now: ContinuousClock.Instant = .now) -> Allowance {
        windows.withLock { windows in
            if windows.count >= Self.capacity, windows[who] == nil { makeRoom(in: &windows, at: now) }
            var window = windows[who] ?? Window(start: now)
            if now - window.start >= limit.window { window = Window(start: now) }
            window.requests += 1
            windows[who] = window
            let left = limit.window - (now - window.start)
            return Allowance(
                isExceeded: window.requests > limit.requests, remaining: max(0, limit.requests - window.requests),
                reset: left.wholeSeconds)
        }
    }

    /// Forgets windows that are over, and all where that leaves more than half: else each new name would look through all again.
    private func makeRoom(in windows: inout [Who: Window], at now: ContinuousClock.Instant) {
        windows = windows.filter { now - $0.value.start < limit.window }
        if windows.count > Self.capacity / 2 { windows.removeAll() }
    }

    /// Whether it used up what it has, without counting.
    func isExhausted(_ who: Who, at now: ContinuousClock.Instant = .now) -> Bool {
        windows.withLock { windows in
            guard let window = windows[who], now - window.start < limit.window else { return false }
            return window.requests >= limit.requests
        }
    }

    /// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers).
    func headers(_ allowance: Allowance) -> [(HTTPField.Name, String)] {
        [
            (.rateLimitPolicy, "\"default\";q=\(limit.requests);w=\(limit.window.components.seconds)"),
            (.rateLimit, "\"default\";r=\(allowance.remaining);t=\(allowance.reset)"),
        ]
    }
}

extension HTTPField.Name {
    static var rateLimit: HTTPField.Name { HTTPField.Name("RateLimit") ?? .retryAfter }
    static var rateLimitPolicy: HTTPField.Name { HTTPField.Name("RateLimit-Policy") ?? .retryAfter }
}
