public import ATSyntax

/// What one family of modems does differently, as data.
public struct ModemProfile: Equatable, Sendable {
    /// The family: `generic`, `huawei-stick`, …
    public var name: String
    /// The family, for people.
    public var title: String
    /// By default ``Voice/depends``.
    public var voice: Voice = .depends
    /// Settings sent in order at bring-up; each may be refused.
    public var settings: [ATCommand]
    /// Ways to ask for the ICCID, tried in order until one answers.
    public var cardIdentity: [ATCommand]
    /// Ways to drop a ringing call, tried in order until it has stopped.
    public var hangUp: [HangUp]
    /// Ways to drop a waiting call.
    public var hangUpWaiting: [HangUp]
    /// The longest usual time from one ring to the next, until the modem has shown its own.
    public var ringPeriod: Duration
    /// How long after `+CLIP` a `+CSSU` may come in a read of its own (3GPP TS 27.007, 7.17). Every call waits that long for
    /// it. Zero: they come together; a modem that shows otherwise is given the time it took from then on.
    public var forwardingNotice: Duration = .zero
    /// How it tells whether calls on LTE are switched on, and how they are.
    public var lteVoice: LTEVoice?
    /// Tells firmware that has no voice: such a modem never rings.
    public var voiceCheck: VoiceCheck?
    /// Degrees Celsius.
    public var temperature: Gauge?
    /// Volts.
    public var voltage: Gauge?
    /// Tries left for PIN1.
    public var pinTries: Gauge?
    /// The soft reset (27.007, 8.2).
    public var reset = ATCommand("AT+CFUN=1,1", patience: .seconds(15))
    /// How long the SIM gets after its PIN, before it is asked anything.
    public var unlockPause: Duration = .seconds(3)
    /// How long after a reset until it answers.
    public var boot: Duration = .seconds(30)
    /// Commands that are never sent: never answered, or wedging the modem.
    public var silent: Set<String> = []
    /// Commands whose final result code never comes: the information response ends them.
    public var withoutFinalResult: Set<String> = []
    /// One of ``rates``, where a serial line does not run at 115200; USB modems take no notice.
    public var baud: Int?

    /// The rates that a serial line can be set to, in bit/s, lowest first (V.250, 6.2.10).
    public static let rates = [9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600]

    /// Whether the family takes voice calls.
    public enum Voice: Equatable, Sendable {
        /// It rings, where the SIM and the network let it.
        case yes
        /// Never rings; why, in one sentence.
        case no(String)
        /// By firmware or network.
        case depends
    }

    /// One way to drop a call.
    public enum HangUp: Hashable, Sendable {
        /// A fixed command: `AT+CHUP`, `ATH`.
        case command(String)
        /// `AT+CHLD=1<index>` with the index that `+CLCC` told; passed over where it told none.
        case releaseByIndex
    }

    /// A question whose refusal, or a value of whose answer, means that the firmware has no voice.
    public struct VoiceCheck: Equatable, Sendable {
        /// Where it is not known (``FinalResult/meansUnknownCommand``), there is no voice.
        public let command: ATCommand
        /// Of the first line of the answer; 0 is the first.
        public let field: Int
        /// What the field reads where there is no voice; empty: only a refusal tells.
        public let off: Set<String>

        public init(command: ATCommand, field: Int = 0, off: Set<String> = []) {
            self.command = command
            self.field = field
            self.off = off
        }
    }

    /// A value in an answer: which comma-separated field of it, and what one unit of it is worth.
    public struct Gauge: Equatable, Sendable {
        /// Of its answer the first line is read.
        public let command: ATCommand
        /// 0 is the first.
        public let field: Int
        /// A factor: 0.001 where the modem tells millivolts.
        public let scale: Double

        public init(command: ATCommand, field: Int, scale: Double = 1) {
            self.command = command
            self.field = field
            self.scale = scale
        }
    }

    /// Calls on LTE (IMS, 3GPP TS 24.229): where it shows whether they are on, and the command that switches them on.
    public struct LTEVoice: Equatable, Sendable {
        /// Of its answer the first line is read.
        public let command: ATCommand
        /// 0 is the first.
        public let field: Int
        /// What the field reads where they are on.
        public let on: Set<String>
        /// What it reads where they are off; empty: anything else.
        public let off: Set<String>
        /// Never sent by itself: the operator is told to. `nil`: none is known.
        public let enable: String?

        public init(command: ATCommand, field: Int, on: Set<String>, off: Set<String> = [], enable: String?) {
            self.command = command
            self.field = field
            self.on = on
            self.off = off
            self.enable = enable
        }
    }

    /// A family with what suits any modem in the rest.
    public init(name: String, title: String) {
        self.name = name
        self.title = title
        settings = ModemProfile.genericSettings
        cardIdentity = ["AT+CCID", "AT+QCCID", "AT+CICCID", "AT^ICCID?", "AT+ICCID"].map(ATCommand.cardIdentity)
        hangUp = [.command("AT+CHUP"), .releaseByIndex, .command("ATH")]
        hangUpWaiting = [.command("AT+CHLD=0"), .command("AT+CHUP")]
        ringPeriod = .seconds(5)
    }
}

extension ModemProfile {
    /// The command as this family takes it; `nil` where it must never be sent.
    func adapted(_ command: ATCommand) -> ATCommand? {
        guard !silent.contains(command.text) else { return nil }
        var command = command
        command.endsWithInformation = withoutFinalResult.contains(command.text)
        return command
    }

    /// What suits a modem that nobody has written a profile for.
    public static let generic = ModemProfile(name: "generic", title: "Any modem with AT commands")

    /// What every modem is told, unless its family leaves it out.
    public static let genericSettings = [
        .numericErrors, .showCallers, .manualAnswer, ATCommand("AT+CMGF=0"), ATCommand("AT+CNMI=2,0,0,0,0"),
        ATCommand("AT&D0"), ATCommand("AT+CRC=1"),
        ATCommand("AT+CCWA=1", prefixes: ["+CCWA:"], patience: .seconds(15)),
        ATCommand("AT+CSSN=0,1"), ATCommand("AT+CREG=2"), ATCommand("AT+CTZU=1"),
    ]
}
