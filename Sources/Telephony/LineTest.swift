/// One line of ours called another, to see whether calls reach it.
public struct LineTest: Hashable, Sendable {
    /// The line that was to dial.
    public let caller: LineID
    /// The line that was to ring.
    public let called: LineID
    /// When it was dialled, Unix milliseconds.
    public let at: Int64
    /// By what arrived at the line called.
    public let outcome: Outcome

    public init(caller: LineID, called: LineID, at: Int64, outcome: Outcome) {
        self.caller = caller
        self.called = called
        self.at = at
        self.outcome = outcome
    }

    /// What came of it.
    public enum Outcome: String, Sendable, CaseIterable {
        /// It arrived, with the caller's number.
        case arrived
        /// It arrived without the caller's number, or with another.
        case withoutNumber = "without-number"
        /// It was dialled, and nothing arrived.
        case notArrived = "not-arrived"
        /// The calling modem did not dial: this says nothing of the line called.
        case notDialled = "not-dialled"
    }
}
