import ATSyntax
import Telephony

/// Keeps the text of a message that a modem routes directly (`+CMT:`, `+CDS:`, `+CBM:`; 3GPP TS 27.005, 3.4.1) from being read as result
/// codes. In text mode it may have any number of lines, and nothing tells the last: what comes unasked within ``longest`` of its header
/// may be its text. A call that begins just then rings again after that. In PDU mode it is one line of hexadecimal digits.
struct MessageGuard: Equatable, Sendable {
    /// From the header to the end of the text, at the speed of a slow line.
    static let longest = Duration.seconds(2)

    private var isFirstLine = false
    private var until: BootInstant?

    /// The line right after a header is text, whatever waits for an answer.
    mutating func takes(_ line: String) -> Bool {
        guard isFirstLine else { return false }
        isFirstLine = false
        if !line.isEmpty, line.utf8.allSatisfy(isHexadecimal) { until = nil }
        return true
    }

    /// Whether a line that answers nothing is a header, or may be the text of a message.
    mutating func takesUnsolicited(_ line: String, at now: BootInstant) -> Bool {
        if UnsolicitedResult(line) == .messageFollows {
            isFirstLine = true
            until = now.advanced(by: MessageGuard.longest)
            return true
        }
        return until.map { now < $0 } ?? false
    }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
}
