/// How much the evidence of a result is worth.
public enum Assurance: String, Sendable, Codable {
    /// The network presented the very number, on a line handed out for it, in time.
    case presented
    /// Confirmed by a second step.
    case steppedUp = "stepped-up"
    /// An earlier call was claimed afterwards.
    case claimed
    /// Not verified.
    case none
}
