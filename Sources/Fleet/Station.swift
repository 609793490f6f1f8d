import Modem
import Telephony

/// One place where a modem is, or was: what is known of it, and its session, if any.
struct Station: Sendable {
    var snapshot: ModemSnapshot
    var ladder: RecoveryLadder
    var session: Modem?
    /// The family that the modem's own answers name, where it is another than expected.
    var recognisedProfile: ModemProfile?
    /// Whether it was tried once, so that a call which rang before the start is known.
    var hasBeenTried = false
    /// Whether it was ready once since it was plugged in.
    var hasServed = false
    /// The line that was last known here: while a card is not read again yet, a call that rings is on that one.
    var lastLine: LineID?
    /// Unplugged: its loop ends.
    var isGone = false
    /// Counts how often a device was plugged in here.
    var generation = 0
}
