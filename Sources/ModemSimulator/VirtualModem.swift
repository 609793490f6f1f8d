public import Telephony

/// One modem with its SIM and its callers, without a port and without a clock: bytes and instants in, effects out.
public struct VirtualModem: Sendable {
    public let identity: VirtualIdentity
    public let personality: Personality
    /// What `+CPIN?` asks for; `READY` takes everything.
    public var pin: VirtualPIN
    /// Changed by ``set(_:at:)``.
    public private(set) var network = VirtualNetwork()
    /// Commands beyond those that every virtual modem knows, in upper case, and the information response of each.
    var answers: [String: String] = [:]
    /// Calls the other side hung up.
    public private(set) var callsDropped = 0
    /// Calls the other side answered, also by `S0`.
    public private(set) var callsAnswered = 0
    /// Callers who heard busy, or that the modem cannot be reached.
    public private(set) var callersTurnedAway = 0
    /// Rings that were written, of all calls; a waiting call has none.
    public private(set) var ringsSent = 0
    /// When a call was hung up last.
    public private(set) var lastHangUp: BootInstant?

    var registers = Registers()
    var calls: [VirtualCall] = []
    var line = CommandLineEditor()
    var isPrompting = false
    var now = BootInstant(nanoseconds: 0)
    var effects: [VirtualModemEffect] = []
    var later: [Scheduled] = []
    var stalledUntil: BootInstant?
    /// Until then no call reaches it.
    var bootsUntil = BootInstant(nanoseconds: 0)
    var isSilent = false
    var extraDelay = Duration.zero
    var clockOffset = Duration.zero

    struct Scheduled: Equatable, Sendable {
        let at: BootInstant
        let bytes: [UInt8]
    }

    /// As after a start: each setting at its default, and no call.
    public init(
        identity: VirtualIdentity, personality: Personality = .generic, pin: VirtualPIN = .init(), network: VirtualNetwork = .init()
    ) {
        self.identity = identity
        self.personality = personality
        self.pin = pin
        self.network = network
        registers.reset(personality)
    }

    /// Bytes that the other side wrote.
    public mutating func received(_ bytes: some Sequence<UInt8>, at instant: BootInstant) -> [VirtualModemEffect] {
        now = max(now, instant)
        for byte in bytes { take(byte) }
        return drain()
    }

    /// Time has come to `instant`: rings, late lines and the callers' patience.
    public mutating func elapsed(to instant: BootInstant) -> [VirtualModemEffect] {
        now = max(now, instant)
        writeDue()
        ringDue()
        return drain()
    }

    /// When `elapsed(to:)` has something to do next.
    public var nextDeadline: BootInstant? {
        let rings = calls.filter(\.state.isUnanswered).map(\.nextRing)
        return (rings + later.map { held($0.at) }).min()
    }

    /// A caller dials this line. `rings`: how often it rings before the caller gives up.
    public mutating func ring(from caller: SimulatedCaller, rings: Int = 6, at instant: BootInstant) -> [VirtualModemEffect] {
        now = max(now, instant)
        begin(caller, rings: max(1, rings))
        return drain()
    }

    /// Lets something go wrong.
    public mutating func suffer(_ fault: VirtualModemFault, at instant: BootInstant) -> [VirtualModemEffect] {
        now = max(now, instant)
        switch fault {
        case .noise(let bytes): write(bytes)
        case .endlessLine(let count): write(Array(repeating: UInt8(ascii: "x"), count: max(0, count)))
        case .stall(let duration): stalledUntil = now.advanced(by: duration)
        case .silence: isSilent = true
        case .lateAnswers(let delay): extraDelay = delay
        case .reset: restart()
        case .unplug: effects += [.event(.unplugged(at: now)), .unplug]
        }
        return drain()
    }

    /// Changes what the network or the SIM makes of it; a change of registration is told as the settings ask for.
    public mutating func set(_ setting: VirtualSetting, at instant: BootInstant) -> [VirtualModemEffect] {
        now = max(now, instant)
        let before = network
        apply(setting)
        if network.registration != before.registration || network.packetRegistration != before.packetRegistration {
            reportRegistration()
        }
        return drain()
    }

    /// Says something unasked.
    public mutating func announce(_ line: String, at instant: BootInstant) -> [VirtualModemEffect] {
        now = max(now, instant)
        say(line)
        return drain()
    }

    /// Teaches it a command; its answer is this line and `OK`.
    public mutating func learn(_ command: String, answering line: String) { answers[command.uppercased()] = line }

    /// The called party of an outgoing call cannot be reached, or rang off.
    public mutating func remoteEnded(_ digits: String, at instant: BootInstant) -> [VirtualModemEffect] {
        now = max(now, instant)
        endOutgoing(to: digits)
        return drain()
    }

    /// Who calls this modem rang off.
    public mutating func callerRangOff(_ caller: SimulatedCaller, at instant: BootInstant) -> [VirtualModemEffect] {
        now = max(now, instant)
        giveUp(caller)
        return drain()
    }

    private mutating func apply(_ setting: VirtualSetting) {
        switch setting {
        case .registration(let status): network.registration = status
        case .packetRegistration(let status): network.packetRegistration = status
        case .accessTechnology(let technology): network.accessTechnology = technology
        case .signal(let level): network.signal = level
        case .forwarding(let reason): network.forwardings = reason.map { [$0] } ?? []
        case .barred(let isBarred): network.isBarred = isBarred
        case .showsCallers(let shows): network.showsCallers = shows
        case .deaf(let isDeaf): network.reachesModem = !isDeaf
        case .clockOffset(let seconds): clockOffset = .seconds(seconds)
        case .sim(let sim): pin = sim
        }
    }

    mutating func countDrop() {
        callsDropped += 1
        lastHangUp = now
    }
    mutating func countAnswer() { callsAnswered += 1 }
    mutating func countTurnedAway() { callersTurnedAway += 1 }
    mutating func countRing() { ringsSent += 1 }

    private mutating func drain() -> [VirtualModemEffect] {
        defer { effects = [] }
        return effects
    }
}
