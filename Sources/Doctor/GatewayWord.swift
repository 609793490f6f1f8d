public import GatewayAPI

/// What the running gateway says of itself.
public enum GatewayWord: Sendable {
    case answers(StatusReport)
    /// Why it says nothing, in a sentence. `mayRun`: it may be there all the same, and its database, ttys and address are its own.
    case silent(String, mayRun: Bool)

    /// What it says, if anything.
    var report: StatusReport? {
        guard case .answers(let report) = self else { return nil }
        return report
    }

    /// Whether it surely does not run.
    var isGone: Bool {
        guard case .silent(_, mayRun: false) = self else { return false }
        return true
    }
}
