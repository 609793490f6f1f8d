import ATSyntax
public import Telephony

/// Back in step after a timeout.
extension ChatEngine {
    /// Gets in step before anything else: what a process before this one asked may be answered only now.
    public mutating func begin(at now: BootInstant) -> [Action] { startResynchronising(tries: 1, at: now) }

    /// Gets in step again as soon as no command is under way: an answer came that may be another command's.
    public mutating func getInStep(at now: BootInstant) -> [Action] {
        isOutOfStep = true
        return next(at: now)
    }

    /// Whether a line belongs to the answer to an earlier resynchronisation: a modem that stalled answers each of them at last.
    mutating func isLate(_ line: String) -> Bool {
        guard isLateAnswer || line.hasPrefix("+CMEE:") else { return false }
        switch state {
        case .resynchronising: return false
        case .waiting(let request, _, _) where request.command.asksForErrorReports: return false
        case .waiting, .idle, .deaf: break
        }
        if line.hasPrefix("+CMEE:") {
            isLateAnswer = true
            return true
        }
        switch FinalResult(line) {
        case .ok, .error, .equipmentError: isLateAnswer = false
        case .messageError, .noCarrier, .busy, .noAnswer, .noDialtone, .connect, nil: return false
        }
        return true
    }

    /// Only the answer that nothing else could have caused brings the dialogue back in step; an `OK` before it is a late one.
    /// A modem without `+CMEE` says so with an error after at least one full try; some simulators of modems answer `OK` to all that they do
    /// not know, which counts after two.
    mutating func resynchronise(
        _ line: String, tries: Int, isRecognised: Bool, deadline: BootInstant, at now: BootInstant
    ) -> [Action] {
        if line.hasPrefix("+CMEE:") {
            state = .resynchronising(tries: tries, isRecognised: true, deadline: deadline)
            return []
        }
        let inFigures = isRecognised ? FinalResult(numeric: line) : nil
        guard let result = FinalResult(line) ?? inFigures, !result.tellsOfCall else {
            return line.hasPrefix("AT") ? [] : unsolicited(line, at: now)
        }
        let knowsNoCMEE = tries > (result == .ok ? 2 : 1)
        guard isRecognised || knowsNoCMEE else { return [] }
        state = .idle
        return next(at: now)
    }

    mutating func startResynchronising(tries: Int, at now: BootInstant) -> [Action] {
        let command = ATCommand.resynchronise
        state = .resynchronising(tries: tries, isRecognised: false, deadline: now.advanced(by: command.patience))
        (isLateAnswer, isOutOfStep) = (false, false)
        return [.write(tries > 1 ? ChatEngine.wayOut : command.bytes, nil)]
    }

    /// Out of a message prompt (ESC), out of `Q1` and `V0`: states in which a modem answers nothing that could be recognised. One
    /// command line, so that one final result code answers it.
    private static let wayOut: [UInt8] = [0x1B] + Array("\rATQ0V1+CMEE?\r".utf8)
}
