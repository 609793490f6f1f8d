/// What follows from an attempt.
public enum NextStep: Hashable, Sendable {
    case delivered
    case retry(at: UnixTime)
    /// Failed for good.
    case dead
    /// Failed for good, and the endpoint wants no more: it is disabled.
    case gone

    /// The same by a clock that was set meanwhile.
    func moved(by step: Duration) -> NextStep {
        if case .retry(let time) = self { .retry(at: time + step) } else { self }
    }
}
