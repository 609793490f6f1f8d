public import ATSyntax
public import Telephony

/// What a modem told about itself, its SIM and the network. What it did not tell is `nil`.
public struct ModemFacts: Equatable, Sendable {
    /// As it answers `+CGMI` (3GPP TS 27.007, 5.1).
    public internal(set) var manufacturer: String?
    /// As it answers `+CGMM` (5.2).
    public internal(set) var model: String?
    /// As it answers `+CGMR` (5.3).
    public internal(set) var revision: String?
    /// As it answers `+CGSN` (5.4).
    public internal(set) var equipment: IMEI?
    /// As it answers `+CIMI` (5.6).
    public internal(set) var subscriber: IMSI?
    /// As it answers the first of the profile's ``ModemProfile/cardIdentity`` that it knows.
    public internal(set) var card: ICCID?
    /// What `+CNUM` told; often empty or stale, and no E.164 number then.
    public internal(set) var ownNumber: MSISDN?
    /// `READY`, `SIM PIN`, … (3GPP TS 27.007, 8.3); or the error in its place.
    public internal(set) var pinState: String?
    /// Tries left for PIN1.
    public internal(set) var pinTries: Int?
    /// `+CREG` status 0 to 11 (7.2).
    public internal(set) var registration: Int?
    /// The `<n>` of `+CREG?` (7.2): 0 where the modem does not tell changes of it by itself.
    var registrationNotices: Int?
    /// `+CEREG` status (10.1.22).
    public internal(set) var packetRegistration: Int?
    /// Access technology 0 to 15 as `+CREG` or `+COPS?` tells it: 0 GSM, 2 UTRAN, 7 E-UTRAN (7.2, 7.3).
    public internal(set) var accessTechnology: Int?
    /// The operator as `+COPS?` names it (7.3).
    public internal(set) var network: String?
    /// `+CSQ` as dBm (8.5); `nil` where the modem does not know.
    public internal(set) var signal: Int?
    /// Reference signal received power on LTE, dBm (`+CESQ`, 8.69).
    public internal(set) var referenceSignal: Int?
    /// What time the network told, and when (`+CCLK?`, 8.15).
    public internal(set) var networkTime: NetworkTime?
    /// Whether the subscription shows callers at all: the second value of `+CLIP?` (7.6).
    public internal(set) var hasCallerPresentation: Bool?
    /// Whether the modem shows them: the first value of `+CLIP?`, 0 or 1.
    var callerDisplay: Int?
    /// Whether it has shown one in this session.
    var hasShownCaller = false
    /// For which reasons voice calls are forwarded (7.11).
    public internal(set) var forwardings: Set<ForwardingReason> = []
    /// For which reasons the network was heard to say whether they are.
    var toldForwardings: Set<ForwardingReason> = []
    /// After how many rings the modem answers by itself; 0: never (`S0`, V.250, 6.3.8). `nil`: it took `S0=0`.
    public internal(set) var automaticAnswer: Int?
    /// Whether incoming calls are barred (7.4).
    public internal(set) var isIncomingBarred: Bool?
    /// Whether the firmware has voice.
    public internal(set) var hasVoice: Bool?
    /// Whether calls on LTE are switched on in the modem.
    public internal(set) var isLTEVoiceOn: Bool?
    /// Degrees Celsius.
    public internal(set) var temperature: Double?
    /// Volts.
    public internal(set) var voltage: Double?
    /// The modem itself warned of its supply (`UNDER-VOLTAGE WARNNING`).
    public internal(set) var warnsOfVoltage = false
    /// A call is there that no way to hang up has ended.
    public internal(set) var holdsCall = false
    /// The bring-up came to its end.
    public internal(set) var isReady = false

    public init() {}

    /// A time of day by the network, and when it was heard.
    public struct NetworkTime: Hashable, Sendable {
        /// As it answers `+CCLK?` (8.15).
        public let clock: CCLK
        /// When the answer came.
        public let heardAt: BootInstant
    }

    /// Why a call is forwarded (27.007, 7.11); the raw value is `<reason>`.
    public enum ForwardingReason: Int, CaseIterable, Sendable {
        /// All calls: none reaches the modem.
        case unconditional = 0
        /// Calls that meet a busy line, or are dropped while they ring (3GPP TS 22.082).
        case busy = 1
        /// Calls that ring unanswered for the network's `<time>`, 1 to 30 s.
        case noReply = 2
    }

    /// Whether a call can arrive by what `+CREG` says: registered for more than messages (1, 5, 9, 10). Where the modem does
    /// not tell, it is not held against it.
    public var isRegistered: Bool { registration.map { [1, 5, 9, 10].contains($0) } ?? true }

    /// Whether the SIM takes part: `READY`, or not told. A PIN2 request is no block for calls (27.007, 8.3).
    public var isCardReady: Bool {
        guard let pinState else { return true }
        return pinState == "READY" || pinState.hasSuffix("2")
    }

    /// Whether it told of its SIM in its own words: what that refuses is not known to it, or locked.
    var hasToldCardState: Bool { pinState.map { !["SIM not inserted", "SIM failure", "SIM busy"].contains($0) } ?? false }

    /// Whether callers' numbers are switched off in the modem, by its own word, and none was shown.
    public var hidesCallers: Bool { callerDisplay == 0 && !hasShownCaller }

    /// Whether another SIM is in than before, or none that is ready.
    func isOfOtherCard(than before: ModemFacts) -> Bool {
        before.subscriber != nil && subscriber != before.subscriber || before.isCardReady && !isCardReady
    }

    /// Whether a SIM is ready that was not, or asks for its PIN at last, or tells who it is, which none did.
    func hasCardAtLast(since before: ModemFacts) -> Bool {
        before.card == nil && before.subscriber == nil && subscriber != nil || !before.isCardReady && isCardReady
            || !before.asksForPIN && asksForPIN
    }

    /// Whether no SIM is there yet, in words that some modems have for it.
    var isCardAway: Bool { ["NOT READY", "NOT INSERTED"].contains(pinState) }

    /// Whether the SIM wants its PIN (27.007, 8.3).
    var asksForPIN: Bool { pinState == "SIM PIN" }

    /// Whether anything was heard of a SIM.
    var knowsCard: Bool { card != nil || subscriber != nil || pinState == "READY" }

    /// Whether a dropped call would be answered by the network, at the caller's cost, or never reach the modem.
    public var isForwarding: Bool { !forwardings.isEmpty }

    /// On LTE alone, with calls on LTE switched off: nothing will ring. A circuit-switched registration means that the network
    /// falls back for calls.
    public var isDeafOnLTE: Bool {
        isLTEVoiceOn == false && accessTechnology.map { $0 >= 7 } == true && !(registration == 1 || registration == 5)
    }
}
