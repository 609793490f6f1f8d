public import Telephony

/// An unsolicited result code that matters to calls (V.250, 5.7.1), whichever vendor's.
public enum UnsolicitedResult: Hashable, Sendable {
    /// `RING`.
    case ring
    /// `+CRING: VOICE` and the like (3GPP TS 27.007, 6.11).
    case extendedRing(IncomingCall.Bearer)
    /// `+CLIP:` (7.6).
    case caller(CallerPresentation)
    /// `+CCWA:` (7.12).
    case waiting(CallerPresentation, IncomingCall.Bearer)
    /// `+CLCC:` and what vendors send in its place.
    case call(CurrentCall)
    /// A call ended: `NO CARRIER`, `^CEND`, `MISSED_CALL`, …
    case callEnded(CallEnd)
    /// `+CSSU: 0` or `9` (7.17): this call was forwarded, or deflected.
    case forwarded
    /// `+CREG:` as URC (7.2): registration status 0 to 11.
    case registration(status: Int)
    /// The modem started again: all settings are lost.
    case restarted
    /// The SIM can be asked now: `+CPIN: READY` or `SIM PIN` (8.3), `Call Ready`, `+QUSIM: 1`, …
    case cardReady
    /// There is no SIM any more: `+CPIN: NOT INSERTED`, `+SIM: Removed`, …
    case cardRemoved
    /// The modem warns of its supply: `UNDER-VOLTAGE WARNNING` (sic), `UNDER-VOLTAGE POWER DOWN`.
    case lowVoltage
    /// `+CMT:`, `+CDS:`, `+CBM:` (27.005, 3.4.1): the next line is message text, whatever it looks like.
    case messageFollows
    /// Anything else.
    case other

    /// Whether it tells who calls.
    var presentsCaller: Bool {
        switch self {
        case .caller, .waiting: true
        default: false
        }
    }

    /// Reads one line that is not part of an answer.
    public init(_ line: String) {
        self = UnsolicitedResult.plainWords(line) ?? UnsolicitedResult.standard(line) ?? UnsolicitedResult.vendor(line) ?? .other
    }

    private static func plainWords(_ line: String) -> UnsolicitedResult? {
        switch line {
        case "RING": .ring
        case "NO CARRIER", "BUSY", "NO ANSWER", "REMOTE CALL END", "VOICE CALL: END", "+CDRIND: 0": .callEnded(.untold)
        case "RDY", "^SYSSTART", "+AT: READY", "START", "^SYSSTART AIRPLANE MODE": .restarted
        case "+CPIN: READY", "+CPIN: SIM PIN", "Call Ready", "SMS Ready", "+PBREADY", "PB DONE", "+SIM READY", "+SIM: Inserted",
            "+QUSIM: 1",
            "^SIMST:1", "+QIND: PB DONE":
            .cardReady
        case "+CPIN: NOT INSERTED", "+CPIN: NOT READY", "+CPIN: SIM REMOVED", "SIM REMOVED", "+SIM: Removed", "+SIM: NOT INSERTED",
            "+SIM DROP", "^SIMST:255":
            .cardRemoved
        default: nil
        }
    }

    private static func standard(_ line: String) -> UnsolicitedResult? {
        guard line.utf8.first == UInt8(ascii: "+") else { return nil }
        if let caller = CLIP.presentation(line) { return .caller(caller) }
        if let kind = line.parameters(after: "+CRING:") { return .extendedRing(bearer(cring: kind)) }
        if let text = line.parameters(after: "+CCWA:"), !text.hasPrefix("(") { return waiting(ParameterList(text)) }
        if let call = CurrentCall(line) { return call.isReleased ? .callEnded(CallEnd(of: call)) : .call(call) }
        if let text = line.parameters(after: "+CSSU:") {
            return [0, 9].contains(ParameterList(text).integer(0)) ? .forwarded : .other
        }
        // Unasked, or a late answer to `AT+CREG?`.
        if let report = RegistrationReport(line) { return .registration(status: report.status) }
        if ["+CMT:", "+CDS:", "+CBM:"].contains(where: line.hasPrefix) { return .messageFollows }
        return nil
    }

    private static func vendor(_ line: String) -> UnsolicitedResult? {
        if line.hasPrefix("UNDER-VOLTAGE") { return .lowVoltage }
        if let end = CallEnd(line) { return .callEnded(end) }
        if let text = line.parameters(after: "^DSCI:") { return dialState(ParameterList(text)) }
        if let text = line.parameters(after: "+QIND:") { return quectelCall(ParameterList(text)) }
        let text = line.parameters(after: "+UCALLSTAT:") ?? line.parameters(after: "+XCALLSTAT:")
        return text.map { callStatus(ParameterList($0)) }
    }

    /// Only what is surely no voice call is one: `SYNC`, `ASYNC`, `REL …`, `DATA`, `FAX`. Unknown words read as voice, and
    /// alternating kinds (`VOICE/ASYNC`) by the way they begin.
    private static func bearer(cring kind: String) -> IncomingCall.Bearer {
        let kind = kind.uppercased()
        if kind.hasPrefix("FAX") { return .fax }
        return ["SYNC", "ASYNC", "REL", "DATA", "GPRS", "PPP"].contains(where: kind.hasPrefix) ? .data : .voice
    }

    /// `+CCWA: <number>,<type>,<class>,[<alpha>][,<CLI validity>…]`. `+CCWA: 1,1` answers a query; a waiting call has a number, or quotes, or
    /// more fields.
    private static func waiting(_ parameters: ParameterList) -> UnsolicitedResult {
        guard let number = parameters.fields.first, number.isQuoted || number.text.count > 2 || parameters.fields.count > 2 else {
            return .other
        }
        let validity = parameters.integer(4).flatMap(CLIValidity.init(rawValue:))
        let caller = CLIP.caller(number: number.text, type: parameters.integer(1), validity: validity)
        return .waiting(caller, bearer(classes: parameters.integer(2) ?? 1))
    }

    /// `<classx>` is a sum (7.4): 1 voice, 2 data, 4 fax, 16 synchronous, 32 asynchronous, 64 packet, 128 PAD.
    private static func bearer(classes: Int) -> IncomingCall.Bearer {
        if classes & 1 != 0 { return .voice }
        if classes & (2 | 16 | 32 | 64 | 128) != 0 { return .data }
        return classes & 4 != 0 ? .fax : .voice
    }

    /// `^DSCI: <id>,<dir>,<stat>,<type>,<number>,<toa>`, or with one more field before the number, which is quoted then (LC6311).
    private static func dialState(_ parameters: ParameterList) -> UnsolicitedResult? {
        let hasOneMore = parameters.fields.count > 5 && parameters.fields[5].isQuoted && !parameters.fields[4].isQuoted
        return callState(parameters, numberAt: hasOneMore ? 5 : 4, released: 6)
    }

    /// `+QIND: "ccinfo",<idx>,<dir>,<state>,<mode>,<mpty>,<number>,<type>`: a `+CLCC` line behind one more field; state -1 = released.
    private static func quectelCall(_ parameters: ParameterList) -> UnsolicitedResult? {
        guard parameters.text(0) == "ccinfo" else { return nil }
        return callState(ParameterList(dropping: 1, of: parameters), numberAt: 5, released: -1)
    }

    /// `+UCALLSTAT: <id>,<stat>`; 6 = released.
    private static func callStatus(_ parameters: ParameterList) -> UnsolicitedResult {
        parameters.integer(1) == 6 ? .callEnded(CallEnd(index: parameters.integer(0))) : .other
    }

    private static func callState(_ parameters: ParameterList, numberAt position: Int, released: Int) -> UnsolicitedResult? {
        guard let call = CurrentCall(parameters, numberAt: position), call.isMobileTerminated else { return nil }
        return call.status == released ? .callEnded(CallEnd(of: call)) : .call(call)
    }
}

extension ParameterList {
    init(dropping count: Int, of other: ParameterList) { self.init(fields: Array(other.fields.dropFirst(count))) }

    private init(fields: [Field]) { self.fields = fields }
}
