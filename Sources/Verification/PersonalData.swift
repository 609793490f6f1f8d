/// Everything that is kept of one number, newest first, at most 1,000 of each.
public struct PersonalData: Hashable, Sendable {
    /// Those of the number, however they stand.
    public let verifications: [Verification]
    /// Calls from the number, for its verifications, or from digits that may be the number's.
    public let calls: [CallRecord]
    /// The bodies of its callbacks, as they were sent.
    public let callbacks: [String]

    public init(verifications: [Verification], calls: [CallRecord], callbacks: [String]) {
        self.verifications = verifications
        self.calls = calls
        self.callbacks = callbacks
    }
}

/// How much of a number was removed.
public struct Erasure: Hashable, Sendable, Codable {
    /// With the lines handed out for them and their idempotency keys.
    public let verifications: Int
    /// Also those whose digits only may have been the number's.
    public let calls: Int
    /// With their attempts, whether delivered or not.
    public let callbacks: Int

    public init(verifications: Int, calls: Int, callbacks: Int) {
        self.verifications = verifications
        self.calls = calls
        self.callbacks = callbacks
    }
}
