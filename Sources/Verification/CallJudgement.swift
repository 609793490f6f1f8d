/// What a call comes to, before it is recorded.
public struct CallJudgement: Hashable, Sendable {
    /// `suspicious` in place of `matched` where the application does not accept a flag.
    public let disposition: Disposition
    /// The verification that the call ends, or is the last call of; `nil` where it belongs to none.
    public let verification: VerificationID?
    /// What is suspicious about the call, where it is the one in question.
    public let flags: Set<CallFlag>

    public init(_ disposition: Disposition, _ verification: VerificationID? = nil, flags: Set<CallFlag> = []) {
        self.disposition = disposition
        self.verification = verification
        self.flags = flags
    }
}
