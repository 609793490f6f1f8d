/// Something that is wrong, and what to do about it.
public struct HealthProblem: Codable, Hashable, Sendable {
    /// A word that programs can rely on: `no-line`, `clock-wrong` …
    public let code: String
    /// What is wrong, in a few words, for people.
    public let title: String
    /// With an `error` the gateway is `down`, with anything else `degraded` (``StatusReport/State``).
    public let severity: Severity
    /// One sentence for the operator.
    public let advice: String

    public init(code: String, title: String, severity: Severity, advice: String) {
        self.code = code
        self.title = title
        self.severity = severity
        self.advice = advice
    }

    /// How bad it is.
    public enum Severity: String, Codable, Sendable, CaseIterable { case information, warning, error }
}
