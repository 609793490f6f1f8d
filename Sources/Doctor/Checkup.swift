public import GatewayAPI

/// What one look at one thing came to.
public struct Checkup: Codable, Hashable, Sendable {
    /// What was looked at: `gateway`, `ports`, `usb`, `database`, `disk`, …
    public let area: String
    /// What was seen, in a few words.
    public let summary: String
    /// What is wrong, with the remedy to type; empty where all is well.
    public let problems: [HealthProblem]

    public init(_ area: String, _ summary: String, _ problems: [HealthProblem] = []) {
        self.area = area
        self.summary = summary
        self.problems = problems
    }
}

/// Everything that the doctor found.
public struct Diagnosis: Codable, Hashable, Sendable {
    /// What the gateway says of itself, but degraded where it is well and something else was found.
    public let state: StatusReport.State
    /// One for each thing that was looked at, also where nothing is wrong.
    public let checkups: [Checkup]

    /// `gateway`: how it says it is; `nil`: it says nothing.
    public init(_ checkups: [Checkup], gateway: StatusReport.State?) {
        self.checkups = checkups
        let isFlawless = checkups.allSatisfy(\.problems.isEmpty)
        state = gateway.map { $0 == .well && !isFlawless ? .degraded : $0 } ?? .unknown
    }
}
