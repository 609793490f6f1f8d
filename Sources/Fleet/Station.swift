import Modem
import Telephony

/// One place where a modem is, or was: what is known of it, and its session, if any.
struct Station: Sendable {
    var snapshot: ModemSnapshot
    var ladder: RecoveryLadder
    var session: Modem?
    /// The tty that answered last, where several may.
    var answeringPath: String?
    /// Ttys beside it that were seen to take no commands.
    var silentPaths: Set<String> = []
    /// Whether the card was given a PIN, and what it made of it is not known.
    var isPINInDoubt = false
    /// Whether it was tried once, so that a call which rang before the start is known.
    var hasBeenTried = false
    /// Whether it was ready once since it was plugged in.
    var hasServed = false
    /// The line that was last known here: while a card is not read again yet, a call that rings is on that one.
    var lastLine: LineID?
    /// What was known last of a modem that had told its card or subscriber.
    var known: ModemFacts?
    /// The call whose caller the last session did not come to know.
    var unnamedCall: UnnamedCall?
    /// Unplugged: its loop ends.
    var isGone = false
    /// Which arrival this is of.
    var generation = 0

    /// Whether there is a modem for sure.
    var isModem: Bool { hasServed || snapshot.port.isSurelyModem }

    /// The port as recovery needs it: by the tty that answers, and as its family wants it.
    var reachedPort: Port { snapshot.port.reached(at: answeringPath, profile: snapshot.profile) }

    /// The earliest ring of a call that is not recorded yet: in this session, or between two.
    func undecidedSince(at now: BootInstant) async -> BootInstant? {
        await session?.undecidedSince ?? unnamedCall.flatMap { $0.mayRing(at: now) ? $0.rangAt : nil }
    }
}
