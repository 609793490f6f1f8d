/// What one try came to.
public enum CallbackOutcome: Hashable, Sendable {
    /// The endpoint answered; `retryAfter` where it named one.
    case answered(status: Int, retryAfter: Duration?)
    /// Nothing was answered.
    case failed(CallbackFailure)
}

/// Why there was no answer.
public enum CallbackFailure: Error, Hashable, Sendable {
    /// The address is one that callbacks may not go to. It is tried again all the same, since names change where they lead.
    case refused(AddressRefusal)
    /// The name did not resolve.
    case unresolved(host: String)
    /// Connecting, TLS or the exchange failed; a short word on how.
    case broken(String)
    /// No answer within the time limit.
    case timedOut(after: Duration)
    /// It was not sent: too old to be worth it.
    case stale
    /// It was not sent: its endpoint is disabled or removed.
    case disabled
}
