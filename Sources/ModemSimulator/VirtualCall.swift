import Telephony

/// One call at a virtual modem.
struct VirtualCall: Equatable, Sendable {
    /// `<stat>` of `+CLCC` (3GPP TS 27.007, 7.18).
    enum State: Int, Sendable { case active = 0, held = 1, incoming = 4, waiting = 5 }

    /// The index in `+CLCC`, from 1.
    let index: Int
    let caller: SimulatedCaller
    /// After so many rings the caller gives up.
    let rings: Int
    var state: State
    var ringsSent = 0
    var nextRing: BootInstant
}
