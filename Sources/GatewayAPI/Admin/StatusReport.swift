/// How the whole gateway is: `/admin/status`, `ringcheck status` and `ringcheck doctor`.
public struct StatusReport: Codable, Hashable, Sendable {
    /// `down` with any problem that is an error, `degraded` with any other; `unknown` where the gateway does not answer.
    public let state: State
    /// As in the CHANGELOG: `0.1.0`.
    public let version: String
    /// Since the gateway started; time that the machine slept counts.
    public let uptimeSeconds: Int
    /// Where the public API is served, as it is configured: `http://127.0.0.1:8080`.
    public let listening: [String]
    /// Empty where all is well.
    public let problems: [HealthProblem]
    /// In a steady order.
    public let modems: [ModemReport]
    /// 0 also while the database does not answer.
    public let pendingVerifications: Int
    /// Due or to be tried again; 0 also while the database does not answer.
    public let callbacksWaiting: Int
    /// Dead letters; 0 also while the database does not answer.
    public let callbacksDead: Int

    public init(
        state: State, version: String, uptimeSeconds: Int, listening: [String] = [], problems: [HealthProblem] = [],
        modems: [ModemReport] = [], pendingVerifications: Int = 0, callbacksWaiting: Int = 0, callbacksDead: Int = 0
    ) {
        self.state = state
        self.version = version
        self.uptimeSeconds = uptimeSeconds
        self.listening = listening
        self.problems = problems
        self.modems = modems
        self.pendingVerifications = pendingVerifications
        self.callbacksWaiting = callbacksWaiting
        self.callbacksDead = callbacksDead
    }

    /// As monitoring plugins count: 0, 1, 2, 3 in this order.
    public enum State: String, Codable, Sendable, CaseIterable { case well, degraded, down, unknown }

    enum CodingKeys: String, CodingKey {
        case state, version
        case uptimeSeconds = "uptime_seconds"
        case listening, problems, modems
        case pendingVerifications = "pending_verifications"
        case callbacksWaiting = "callbacks_waiting"
        case callbacksDead = "callbacks_dead"
    }
}
