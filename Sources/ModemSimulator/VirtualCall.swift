import Telephony

/// One call at a virtual modem.
struct VirtualCall: Equatable, Sendable {
    /// `<stat>` of `+CLCC` (3GPP TS 27.007, 7.18).
    enum State: Int, Sendable {
        case active = 0
        case held = 1
        case alerting = 3
        case incoming = 4
        case waiting = 5

        var isUnanswered: Bool { self == .alerting || self == .incoming || self == .waiting }
    }

    /// The index in `+CLCC`, from 1.
    let index: Int
    /// Who calls; for an outgoing call, who is called.
    let caller: SimulatedCaller
    var isOutgoing = false
    /// After so many rings the caller gives up.
    let rings: Int
    var state: State
    var ringsSent = 0
    var nextRing: BootInstant
}
