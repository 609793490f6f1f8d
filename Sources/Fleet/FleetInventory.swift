public import Telephony

/// Where what outlives a restart is kept.
public struct FleetInventory: Sendable {
    /// Gives back whether it was written down.
    public let setDisabled: @Sendable (Bool, ModemID) async -> Bool
    /// A call arrived on a line at this time, Unix milliseconds.
    public let noteProof: @Sendable (LineID, Int64) async -> Void
    /// What came of a test call.
    public let record: @Sendable (LineTest) async -> Void

    public init(
        setDisabled: @escaping @Sendable (Bool, ModemID) async -> Bool,
        noteProof: @escaping @Sendable (LineID, Int64) async -> Void,
        record: @escaping @Sendable (LineTest) async -> Void
    ) {
        self.setDisabled = setDisabled
        self.noteProof = noteProof
        self.record = record
    }

    /// Keeps nothing.
    public static let none = FleetInventory(setDisabled: { _, _ in false }, noteProof: { _, _ in }, record: { _ in })
}
