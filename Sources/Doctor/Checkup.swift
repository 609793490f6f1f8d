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
    /// As `status` counts: 0, 1, 2, 3 in this order of cases.
    public let state: StatusReport.State
    public let checkups: [Checkup]

    public init(_ checkups: [Checkup], gatewayAnswers: Bool) {
        self.checkups = checkups
        let worst = checkups.flatMap(\.problems).map(\.severity)
        if !gatewayAnswers {
            state = .unknown
        } else if worst.contains(.error) {
            state = .down
        } else {
            state = worst.contains(.warning) ? .degraded : .well
        }
    }
}
