public import Telephony

/// What is known of modems and lines from before this start.
public struct FleetPast: Sendable {
    /// Modems that an operator took out of service.
    public let disabled: Set<ModemID>
    /// When a call last arrived on each line, Unix milliseconds.
    public let proofs: [LineID: Int64]
    /// Of the last day at least, oldest first.
    public let tests: [LineTest]

    public init(disabled: Set<ModemID> = [], proofs: [LineID: Int64] = [:], tests: [LineTest] = []) {
        self.disabled = disabled
        self.proofs = proofs
        self.tests = tests
    }
}
