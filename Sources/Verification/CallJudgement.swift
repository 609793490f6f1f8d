/// What a call comes to, before it is recorded.
public struct CallJudgement: Hashable, Sendable {
    public let disposition: Disposition
    /// The verification that the call ends, or is the last call of; `nil` where it belongs to none.
    public let verification: VerificationID?

    public init(_ disposition: Disposition, _ verification: VerificationID? = nil) {
        self.disposition = disposition
        self.verification = verification
    }

    /// The verification that this call ends as verified.
    public var ends: VerificationID? { disposition == .matched ? verification : nil }
}
