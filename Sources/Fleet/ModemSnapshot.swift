public import Modem
public import Telephony

/// One modem as it stands now.
public struct ModemSnapshot: Sendable {
    /// Where it is plugged in.
    public let port: Port
    /// How its session stands; whether calls reach it, ``receivesCalls(at:)`` tells.
    public internal(set) var state: State
    /// Why there is no session, where there is none.
    public internal(set) var outage: Fault?
    /// Since when it serves, or does not for the present reason.
    public internal(set) var since: Moment
    /// When the modem last told anything.
    public internal(set) var evidenceAt: Moment?
    /// What it told; of the subscription, for a while, also what a session before was told.
    public internal(set) var facts = ModemFacts()
    /// How its family is: the port's, or the one that the modem's own answers name.
    public internal(set) var profile: ModemProfile
    /// The number that people call.
    public internal(set) var number: MSISDN?
    /// When a call last arrived on its line with its number, Unix milliseconds; kept over restarts.
    public internal(set) var provenAt: Int64?
    /// What calls from other lines say.
    public internal(set) var receivability = ReceivabilityPlan.Verdict.untested
    /// How far this machine's clock is ahead of the network's, where the network tells the time.
    public internal(set) var clockSkew: Duration?
    /// Calls dropped, and calls whose caller gave up first, since the start.
    public internal(set) var dropped = 0
    public internal(set) var missed = 0
    /// How often it was reset, or reset itself, since the start.
    public internal(set) var resets = 0
    /// Why the PIN was not entered, where the SIM asks for one.
    public internal(set) var pinRefusal: String?
    /// Whether an operator took it out of service.
    public internal(set) var isDisabled = false
    /// The IMEI that it reported before, where it reports another now without having been unplugged.
    public internal(set) var formerIMEI: IMEI?
    /// Another modem that reports the same IMEI.
    public internal(set) var twin: String?
    /// Where another modem serves the same number, if one does.
    public internal(set) var namesake: String?
    /// Second AT ports that cannot be listened to, and what to do about each.
    public internal(set) var unheardPorts: [String: String] = [:]

    init(port: Port, state: State, since: Moment) {
        self.port = port
        self.state = state
        self.since = since
        profile = port.profile
        number = port.number
    }

    /// How a modem's session stands.
    public enum State: String, Sendable {
        /// Its first bring-up is under way; that is done; there is no session, for the reason in ``outage``.
        case starting, ready, disconnected
        /// Everything was tried; now and then it is tried again.
        case outOfService = "out-of-service"
    }

    /// What is wrong with a modem, and what to do: one sentence each.
    public struct Fault: Hashable, Sendable {
        /// A stable word: `sim-pin`, `forwarding`, …
        public let code: String
        /// In a few words, for people.
        public let reason: String
        /// What to do, for the operator.
        public let remedy: String
        /// Whether no number may be handed out meanwhile.
        public let keepsFromCalls: Bool

        public init(code: String, reason: String, remedy: String, keepsFromCalls: Bool = true) {
            self.code = code
            self.reason = reason
            self.remedy = remedy
            self.keepsFromCalls = keepsFromCalls
        }
    }

    /// After this time without a word from it, nothing is known of a modem any more.
    public static let stale = Duration.seconds(180)

    /// Which modem this is.
    public var modem: ModemID { facts.equipment.map(ModemID.init) ?? ModemID(port: port.path) }

    /// What it goes by until it has told its IMEI: its place, since the names of ttys change.
    var place: ModemID { ModemID(port: port.id) }

    /// Which line it holds.
    public var line: LineID { ModemSnapshot.line(of: facts, in: modem) }

    /// Whether what is known of it is too old to be believed.
    public func isStale(at now: Moment) -> Bool {
        state == .ready && evidenceAt.map { now.instant.duration(since: $0.instant) > ModemSnapshot.stale } ?? true
    }

    /// Whether the line can be handed out: everything known speaks for it, and the number is known.
    public func takesCalls(at now: Moment, allowsRoaming: Bool = false) -> Bool {
        state == .ready && !isStale(at: now) && number != nil
            && !faults(allowsRoaming: allowsRoaming).contains(where: \.keepsFromCalls)
    }

    /// Whether a call that is dialled now would be recorded: what an operator only does not want handed out counts as well.
    public func receivesCalls(at now: Moment) -> Bool { state == .ready && !isStale(at: now) && deafeningFault == nil }

    /// Why it receives none, in a few words.
    public func deafness(at now: Moment) -> String {
        deafeningFault?.reason ?? (isStale(at: now) ? "nothing was heard of its modem for too long" : "its modem is not ready")
    }

    private var deafeningFault: Fault? {
        var served = self
        served.isDisabled = false
        let harmless: Set = ["no-number", "same-number"]
        return served.faults(allowsRoaming: true).first { $0.keepsFromCalls && !harmless.contains($0.code) }
    }

    static func line(of facts: ModemFacts, in modem: ModemID) -> LineID {
        facts.card.map(LineID.init) ?? facts.subscriber.map(LineID.init) ?? LineID(of: modem)
    }
}
