/// Everything that is kept of one number, newest first, at most 1,000 of each.
public struct PersonalData: Hashable, Sendable {
    public let verifications: [Verification]
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
    public let verifications: Int
    public let calls: Int
    public let callbacks: Int

    public init(verifications: Int, calls: Int, callbacks: Int) {
        self.verifications = verifications
        self.calls = calls
        self.callbacks = callbacks
    }
}
