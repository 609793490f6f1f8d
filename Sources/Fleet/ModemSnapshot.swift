public import Modem
public import Telephony

/// One modem as it stands now.
public struct ModemSnapshot: Sendable {
    public let port: Port
    public internal(set) var state: State
    /// What is wrong, and what to do: one sentence each; `nil` where nothing is.
    public internal(set) var fault: Fault?
    public internal(set) var since: Moment
    /// When the modem last told anything.
    public internal(set) var evidenceAt: Moment?
    public internal(set) var facts = ModemFacts()
    /// The number that people call.
    public internal(set) var number: MSISDN?
    /// When a call last arrived.
    public internal(set) var lastCallAt: Moment?
    /// Calls dropped, and calls whose caller gave up first, since the start.
    public internal(set) var dropped = 0
    public internal(set) var missed = 0

    /// How a modem's session stands.
    public enum State: String, Sendable {
        case starting, ready, disconnected
    }

    /// What keeps a modem from taking calls.
    public struct Fault: Hashable, Sendable {
        public let reason: String
        public let remedy: String

        public init(reason: String, remedy: String) {
            self.reason = reason
            self.remedy = remedy
        }
    }

    /// Which modem this is.
    public var modem: ModemID { facts.equipment.map(ModemID.init) ?? ModemID(port: port.path) }

    /// Which line it holds.
    public var line: LineID { ModemSnapshot.line(of: facts, in: modem) }

    /// Whether the line can be handed out: ready, registered for calls, SIM in order, number known.
    public var takesCalls: Bool { state == .ready && facts.isRegistered && facts.isCardReady && number != nil }

    static func line(of facts: ModemFacts, in modem: ModemID) -> LineID {
        facts.card.map(LineID.init) ?? facts.subscriber.map(LineID.init) ?? LineID(of: modem)
    }
}
