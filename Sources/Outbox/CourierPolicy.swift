/// How the courier works.
public struct CourierPolicy: Sendable {
    /// When to try again; by default that of Standard Webhooks 1.0.
    public var schedule = RetrySchedule()
    /// For one attempt, from the resolving of the name to the answer.
    public var timeLimit: Duration = .seconds(20)
    /// Attempts under way to all targets together.
    public var inFlight = 128
    /// Attempts under way to one target.
    public var perTarget = 8
    /// The longest it goes without looking.
    public var longestNap: Duration = .seconds(60)
    /// What attempts under way get to finish when it stops.
    public var grace: Duration = .seconds(5)
    /// The header `User-Agent` of every attempt.
    public var userAgent = "Ringcheck/1"

    public init() {}
}
