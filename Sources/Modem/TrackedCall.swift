public import Telephony

/// One call as far as it is known: from its first sign to its confirmed end.
public struct TrackedCall: Equatable, Sendable {
    /// What the tracker calls it.
    public let number: Int
    /// When it began to ring.
    public let rangAt: BootInstant
    /// The first sign of it in this session; earlier rings were of no use for learning who calls.
    let heardAt: BootInstant
    /// What was told of the caller so far.
    public internal(set) var presentation: CallerPresentation?
    /// Voice until `+CRING`, `+CCWA` or `+CLCC` says otherwise (3GPP TS 27.007, 6.11, 7.12, 7.18).
    public internal(set) var bearer: IncomingCall.Bearer
    /// `untold` until `+CSSU` says otherwise (7.17).
    public internal(set) var forwarding: IncomingCall.Forwarding
    /// Its first sign came so soon after the port was opened that it may have begun to ring before.
    public let mayHaveBegunEarlier: Bool

    /// How far it has come.
    enum Phase: Equatable {
        /// The caller is not known for sure yet.
        case learning
        /// Handed over to be settled.
        case settling(since: BootInstant)
        /// Settled, and being hung up.
        case dropping(way: Way, command: Command)
    }

    /// How far a round through the profile's ways of hanging up has come.
    enum Way: Equatable {
        /// This one, counted from 0, is being tried.
        case number(Int)
        /// All were tried; it is asked whether the call is there at all.
        case exhausted
        /// The round was in vain; the next one begins with the first way.
        case rested

        static let first = Way.number(0)
    }

    /// How far one way of hanging up has come.
    enum Command: Equatable {
        /// Not asked for yet: another call may be in the way.
        case held
        /// It waits for its turn among the commands.
        case waiting
        case written
        /// Its final result code came then; whether the call has stopped is being found out.
        case answered(BootInstant)
        /// It rang again after that, and nothing told yet whether this is the same call.
        case rangOn(BootInstant)
        /// Every way was tried in vain; the next round comes then, or with a ring.
        case resting(since: BootInstant, until: BootInstant)
    }

    var phase = Phase.learning
    var lastRing: BootInstant
    var isWaiting = false
    /// Whether it was told of last as one that waits; a ring since then may have been another call's.
    var isToldWaiting = false
    var index: Int?
    /// Whether the call list has told its number; it would do so again.
    var isListedByNumber = false
    var timesListedWithoutNumber = 0
    /// Since when its hang-up waits for another call, whose caller is not known yet.
    var heldSince: BootInstant?
    /// How often every way to hang up was tried in vain.
    var roundsInVain = 0
    /// When its caller was first known.
    var knownAt: BootInstant?

    /// Whether the caller needs no more learning: a number, or the caller's own wish to show none.
    var isCallerKnown: Bool {
        guard let presentation else { return false }
        return !presentation.digits.isEmpty || presentation.validity == .withheld
    }

    /// Whether digits were told.
    var hasNumber: Bool { presentation.map { !$0.digits.isEmpty } ?? false }

    /// Who called, by what is known now.
    public var caller: CallerIdentity { presentation?.identity ?? .unavailable }

    /// Whether another presentation may be of this same call: equal digits, or one being the tail of the other where one of
    /// them carries no prefix. For telling calls apart only, never for telling people apart.
    ///
    /// A number replaces an empty one only while the caller is being learned: once a call is recorded without a number, one
    /// that comes with a number has to be recorded too.
    func mayBe(_ other: CallerPresentation) -> Bool {
        let mine = presentation?.digits ?? ""
        guard !mine.isEmpty, !other.digits.isEmpty else { return phase == .learning || mine == other.digits }
        guard mine != other.digits else { return true }
        return TrackedCall.isBareTail(mine, of: other.digits) || TrackedCall.isBareTail(other.digits, of: mine)
    }

    private static func isBareTail(_ tail: String, of whole: String) -> Bool {
        tail.count >= 7 && tail.first != "+" && tail.first != "0" && whole.hasSuffix(tail)
    }
}
