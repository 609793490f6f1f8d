/// What one family of virtual modems does differently from the others.
public struct Personality: Hashable, Sendable {
    /// When the caller is told.
    public enum CLIPTiming: Hashable, Sendable {
        case afterEveryRing, afterFirstRing, beforeRing, never
        /// First with this ring (2 = the second), then with every one.
        case fromRing(Int)
    }

    /// What is written when the caller gives up: `NO CARRIER`, `^CEND:…`, `MISSED_CALL: …`, or nothing.
    public enum CallEnd: Hashable, Sendable { case noCarrier, huaweiCEND, missedCall, silence }

    /// Told by `+CGMI` (3GPP TS 27.007, 5.1).
    public var manufacturer = "Ringcheck"
    /// Told by `+CGMM` (5.2).
    public var model = "Virtual"
    /// Told by `+CGMR` (5.3).
    public var revision = "VM-1.0"
    /// From one ring to the next.
    public var ringPeriod = Duration.seconds(5)
    /// The form of `+CLIP` (7.6).
    public var clipForm = CLIPForm.quotedEmpties
    /// Callers are told only with `+CLIP=1`, and where the network shows them.
    public var clipTiming = CLIPTiming.afterEveryRing
    /// From a ring to its `+CLIP`; zero: in the same write.
    public var clipDelay = Duration.zero
    /// Of a call that rang; one that only waited ends without a word.
    public var callEnd = CallEnd.noCarrier
    /// Commands that answer OK and leave the call ringing: `H`, `+CHUP`, `+CHLD`.
    public var deafTo: Set<String> = []
    /// Commands that answer ERROR, as one that the modem lacks.
    public var lacks: Set<String> = []
    /// With `+CVHU=1` `ATH` answers OK and does nothing (3GPP TS 27.007, 6.20); here with 2 as well, where by the standard it disconnects.
    public var obeysCVHU = true
    /// The value of `+CVHU` after a start.
    public var initialCVHU = "0"
    /// Whether our own hang-up is also told with `NO CARRIER`, before the `OK`.
    public var tellsOwnHangUp = false
    /// Rings that were queued before a hang-up and come after its `OK`.
    public var trailingRings = 0
    /// The command that tells the ICCID.
    public var cardCommand = "+CCID"
    /// Whether a second caller waits (`+CCWA`) or hears busy.
    public var hasCallWaiting = true
    /// From a command to its answer.
    public var answerDelay = Duration.zero
    /// What is written after a restart.
    public var bootLines = ["RDY", "+CFUN: 1", "+CPIN: READY", "Call Ready"]

    /// A well-behaved modem with a ring each five seconds.
    public init() {}
}

extension Personality {
    /// Follows the standards.
    public static let generic = Personality()

    /// Huawei E1550: `ATH` is deaf until `+CVHU=0`, ends are told by `^CEND`.
    public static let huawei: Personality = {
        var it = Personality()
        (it.manufacturer, it.model, it.clipForm, it.callEnd) = ("huawei", "E1550", .emptyMiddle, .huaweiCEND)
        (it.initialCVHU, it.cardCommand, it.bootLines) = ("1", "^ICCID", ["^SYSSTART"])
        return it
    }()

    /// SIMCom SIM7600: `ATH` is deaf until `+CVHU=0`, ends are told by `MISSED_CALL`.
    public static let sim7600: Personality = {
        var it = Personality()
        (it.manufacturer, it.model, it.clipForm, it.callEnd) = ("SIMCOM INCORPORATED", "SIM7600E-H", .satypeZero, .missedCall)
        (it.initialCVHU, it.cardCommand) = ("1", "+CICCID")
        return it
    }()

    /// Neoway M590: a ring each second, the caller only once, international without plus.
    public static let neoway: Personality = {
        var it = Personality()
        (it.manufacturer, it.model, it.clipForm, it.clipTiming) = ("NEOWAY", "M590", .withoutPlus, .afterFirstRing)
        it.ringPeriod = .seconds(1)
        return it
    }()

    /// Quectel EP06: a ring each second, ICCID by `+QCCID`.
    public static let quectel: Personality = {
        var it = Personality()
        (it.manufacturer, it.model, it.clipForm, it.cardCommand) = ("Quectel", "EP06", .emptyMiddle, "+QCCID")
        it.ringPeriod = .seconds(1)
        return it
    }()

    /// All of the above by name, for the command line.
    public static let named: [String: Personality] = [
        "generic": generic, "huawei": huawei, "sim7600": sim7600, "neoway": neoway, "quectel": quectel,
    ]
}
