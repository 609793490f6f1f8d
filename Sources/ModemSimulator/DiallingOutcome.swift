/// What somebody who dials a virtual modem meets with.
public enum DiallingOutcome: Hashable, Sendable {
    case rings
    /// The modem takes no call: it is busy, out of reach, off, or locked.
    case turnedAway
    /// There is none at that place, or it was unplugged.
    case noSuchModem
}
