/// What the network and the subscription make of a virtual modem; can be changed while it runs.
public struct VirtualNetwork: Hashable, Sendable {
    /// `<stat>` of `+CREG` (3GPP TS 27.007, 7.2): 1 home, 2 searching, 3 denied, 5 roaming.
    public var registration = 1
    /// `<stat>` of `+CEREG` (10.1.22).
    public var packetRegistration = 1
    /// `<AcT>` of `+COPS?` (7.3): 0 GSM, 2 UTRAN, 7 E-UTRAN.
    public var accessTechnology = 7
    /// `<rssi>` of `+CSQ` (8.5): 0 to 31, 99 unknown.
    public var signal = 21
    /// For which reasons voice calls are forwarded (7.11): 0 unconditional, 1 busy, 2 no reply.
    public var forwardings: Set<Int> = []
    /// Whether incoming calls are barred (7.4).
    public var isBarred = false
    /// Whether the subscription shows callers (7.6).
    public var showsCallers = true
    /// Whether calls reach the modem. One that none reaches shows the best of signals.
    public var reachesModem = true
    /// Wall clock at the start of the machine's boot clock, Unix milliseconds; `nil`: the network tells no time.
    public var unixMillisecondsAtBoot: Int64?

    /// Registered at home, reached by every call, with a good signal, and without the time.
    public init() {}

    /// A modem that is registered for calls.
    var isRegistered: Bool { [1, 5, 9, 10].contains(registration) }
}
