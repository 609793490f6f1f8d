public import Telephony

/// One call of the list of current calls, `+CLCC: <idx>,<dir>,<stat>,<mode>,<mpty>[,<number>,<type>[,<alpha>]]`
/// (3GPP TS 27.007, 7.18).
public struct CurrentCall: Hashable, Sendable {
    /// The call identification number that `+CHLD=1x` takes.
    public let index: Int
    /// `<dir>`: it came in; else this side dialled it.
    public let isMobileTerminated: Bool
    /// 0 active, 1 held, 2 dialling, 3 alerting, 4 incoming, 5 waiting; 6 released (SIMCom).
    public let status: Int
    /// 0 voice, 1 data, 2 fax.
    public let mode: Int
    /// The caller, where the line names one.
    public let caller: CallerPresentation?

    /// Reads a `+CLCC:` line; `nil` for anything else.
    public init?(_ line: String) {
        guard let text = line.parameters(after: "+CLCC:") else { return nil }
        self.init(ParameterList(text))
    }

    init?(_ parameters: ParameterList, numberAt position: Int = 5) {
        guard let index = parameters.integer(0), let direction = parameters.integer(1), let status = parameters.integer(2) else {
            return nil
        }
        self.index = index
        isMobileTerminated = direction == 1
        self.status = status
        mode = parameters.integer(3) ?? 0
        caller = parameters.text(position).map {
            CLIP.caller(number: $0, type: parameters.integer(position + 1), validity: nil)
        }
    }

    /// Whether it rings, or was answered by the modem itself against `S0=0`: it is hung up all the same. What is active and no voice call is a
    /// data context, which Quectel's LTE modems list as `1,1,0,1`.
    public var isIncoming: Bool { isMobileTerminated && (status == 4 || status == 0 && mode == 0) }
    /// Whether it is over: some modems tell of that in this form.
    public var isReleased: Bool { status == 6 }
    /// Whether it waits beside another call (status 5).
    public var isWaiting: Bool { isMobileTerminated && status == 5 }

    /// What kind of call it is.
    public var bearer: IncomingCall.Bearer {
        switch mode {
        case 1: .data
        case 2: .fax
        default: .voice
        }
    }
}
