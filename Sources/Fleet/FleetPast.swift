public import Telephony

/// What is known of modems and lines from before this start.
public struct FleetPast: Sendable {
    /// Modems that an operator took out of service.
    public let disabled: Set<ModemID>
    /// When a call last arrived on each line, Unix milliseconds.
    public let proofs: [LineID: Int64]
    public let tests: [LineTest]

    public init(disabled: Set<ModemID> = [], proofs: [LineID: Int64] = [:], tests: [LineTest] = []) {
        self.disabled = disabled
        self.proofs = proofs
        self.tests = tests
    }
}

/// Where what outlives a restart is kept.
public struct FleetInventory: Sendable {
    public let setDisabled: @Sendable (Bool, ModemID) async -> Void
    /// A call arrived on a line at this time, Unix milliseconds.
    public let noteProof: @Sendable (LineID, Int64) async -> Void
    public let record: @Sendable (LineTest) async -> Void

    public init(
        setDisabled: @escaping @Sendable (Bool, ModemID) async -> Void,
        noteProof: @escaping @Sendable (LineID, Int64) async -> Void,
        record: @escaping @Sendable (LineTest) async -> Void
    ) {
        self.setDisabled = setDisabled
        self.noteProof = noteProof
        self.record = record
    }

    /// Keeps nothing.
    public static let none = FleetInventory(setDisabled: { _, _ in }, noteProof: { _, _ in }, record: { _ in })
}
