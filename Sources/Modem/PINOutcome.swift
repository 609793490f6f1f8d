/// What became of a PIN that was sent.
public enum PINOutcome: Hashable, Sendable {
    /// By its final result code: `OK`, or any error but that of a busy SIM.
    case taken, refused
    /// The SIM was busy: it was not presented to it (27.007, 9.2.1).
    case notGiven
}
