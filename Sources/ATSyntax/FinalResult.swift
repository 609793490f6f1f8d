/// A final result code: it ends the answer to a command (V.250, 5.7.1; 3GPP TS 27.007, 9.2; 27.005, 3.2.5).
public enum FinalResult: Hashable, Sendable {
    /// `OK`.
    case ok
    /// `ERROR`, or a vendor's word for it: `COMMAND NOT SUPPORT`, `NA`, `TOO MANY PARAMETERS`, `MODEM ERROR: …`.
    case error
    /// `+CME ERROR: 11` or, with `+CMEE=2`, its text; both `nil` where nothing follows the colon.
    case equipmentError(code: Int?, text: String)
    /// `+CMS ERROR: 500`; `nil` where no number follows the colon.
    case messageError(code: Int?)
    /// `NO CARRIER`: a call ended, or could not be set up.
    case noCarrier
    /// `BUSY`: whoever was dialled is busy, or dropped the call.
    case busy
    /// `NO ANSWER`: whoever was dialled let it ring.
    case noAnswer
    /// `NO DIALTONE` or `NO DIAL TONE`.
    case noDialtone
    /// `CONNECT`, alone or with what follows it.
    case connect

    /// Reads a line; `nil` where it is no final result code.
    public init?(_ line: String) {
        switch line {
        case "OK": self = .ok
        case "ERROR", "COMMAND NOT SUPPORT", "NA", "TOO MANY PARAMETERS": self = .error
        case "NO CARRIER": self = .noCarrier
        case "BUSY": self = .busy
        case "NO ANSWER": self = .noAnswer
        case "NO DIALTONE", "NO DIAL TONE": self = .noDialtone
        default:
            guard let result = FinalResult.withParameter(line) else { return nil }
            self = result
        }
    }

    private static func withParameter(_ line: String) -> FinalResult? {
        if let rest = line.parameters(after: "+CME ERROR:") { return .equipmentError(code: Int(rest), text: rest) }
        if let rest = line.parameters(after: "+CMS ERROR:") { return .messageError(code: Int(rest)) }
        if line.hasPrefix("MODEM ERROR:") { return .error }
        if line == "CONNECT" || line.hasPrefix("CONNECT ") { return .connect }
        return nil
    }

    /// Reads a numeric result code as a modem in `V0` gives it (V.250, table 1): `0` OK, `3` NO CARRIER, `4` ERROR …
    public init?(numeric line: String) {
        switch line {
        case "0": self = .ok
        case "3": self = .noCarrier
        case "4": self = .error
        case "6": self = .noDialtone
        case "7": self = .busy
        case "8": self = .noAnswer
        default: return nil
        }
    }
}

extension FinalResult {
    /// Whether it tells of a call, not of a command, unless that command dialled.
    public var tellsOfCall: Bool {
        switch self {
        case .noCarrier, .busy, .noAnswer, .noDialtone, .connect: true
        case .ok, .error, .equipmentError, .messageError: false
        }
    }

    /// Whether the SIM may only not be ready yet: none, locked, failure, busy, wrong (27.007, 9.2.1), or 515 of SIMCom, 'please wait'.
    public var blamesCard: Bool {
        guard case .equipmentError(let code, let text) = self else { return false }
        let words = ["SIM NOT INSERTED", "SIM PIN REQUIRED", "SIM FAILURE", "SIM BUSY", "SIM WRONG"]
        return code.map { [10, 11, 13, 14, 15, 515].contains($0) } ?? words.contains(text.uppercased())
    }

    /// `ERROR`, or operation not allowed, not supported, incorrect parameters (27.007, 9.2), or words that do not blame the SIM; other errors
    /// may pass.
    public var meansUnknownCommand: Bool {
        switch self {
        case .error: true
        case .equipmentError(let code, _): code.map { [3, 4, 50].contains($0) } ?? !blamesCard
        default: false
        }
    }

    /// Whether the SIM was busy: what was sent did not reach it.
    public var tellsBusyCard: Bool {
        guard case .equipmentError(let code, let text) = self else { return false }
        return code.map { [14, 515].contains($0) } ?? (text.uppercased() == "SIM BUSY")
    }
}

extension FinalResult: CustomStringConvertible {
    /// As a modem in `V1` writes it.
    public var description: String {
        switch self {
        case .ok: "OK"
        case .error: "ERROR"
        case .equipmentError(let code, let text): "+CME ERROR: \(code.map(String.init) ?? text)"
        case .messageError(let code): "+CMS ERROR: \(code.map(String.init) ?? "")"
        case .noCarrier: "NO CARRIER"
        case .busy: "BUSY"
        case .noAnswer: "NO ANSWER"
        case .noDialtone: "NO DIALTONE"
        case .connect: "CONNECT"
        }
    }
}

extension String {
    /// What follows a prefix, without the spaces before and after; `nil` where the line begins otherwise.
    public func parameters(after prefix: String) -> String? {
        guard hasPrefix(prefix) else { return nil }
        let space = UInt8(ascii: " ")
        var rest = utf8.dropFirst(prefix.utf8.count)
        while rest.first == space { rest.removeFirst() }
        while rest.last == space { rest.removeLast() }
        return String(Substring(rest))
    }
}
