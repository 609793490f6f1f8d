import Telephony

extension VirtualModem {
    /// An unsolicited result code or an information response in the present format (ITU-T V.250, 5.7.1).
    mutating func say(_ text: String, after delay: Duration = .zero) {
        write(Array((registers.isVerbose ? "\r\n\(text)\r\n" : "\(text)\r\n").utf8), after: delay)
    }

    /// A result code: words with `V1`, a digit with `V0`, nothing with `Q1`.
    mutating func sayResult(_ result: ResultCode, after delay: Duration = .zero) {
        guard !registers.isQuiet else { return }
        let code = "\(result.numeric)\r"
        write(Array((registers.isVerbose ? "\r\n\(result.text(cmee: registers.cmee))\r\n" : code).utf8), after: delay)
    }

    mutating func write(_ bytes: [UInt8], after delay: Duration = .zero) {
        guard !isSilent, !bytes.isEmpty else { return }
        let at = now.advanced(by: delay)
        if held(at) <= now { effects.append(.write(bytes)) } else { later.append(Scheduled(at: at, bytes: bytes)) }
    }

    /// From a command to its answer.
    var answerDelay: Duration { personality.answerDelay + extraDelay }

    /// When something that is due at an instant may really be written.
    func held(_ instant: BootInstant) -> BootInstant { stalledUntil.map { max($0, instant) } ?? instant }

    mutating func writeDue() {
        if let end = stalledUntil, end <= now { stalledUntil = nil }
        let waiting = later
        let due = waiting.filter { held($0.at) <= now }
        later = waiting.filter { held($0.at) > now }
        for scheduled in due.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) {
            effects.append(.write(scheduled.element.bytes))
        }
    }
}
