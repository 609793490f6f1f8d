import ATSyntax
import Telephony

/// Keeps the text of a message that a modem routes directly (`+CMT:`, `+CDS:`, `+CBM:`; 3GPP TS 27.005, 3.4.1) from being read as result
/// codes. In text mode it may have any number of lines, and nothing tells the last: what comes unasked within ``longest`` of its header may
/// be its text. A call that begins just then rings again after that. In PDU mode it is one line.
struct MessageGuard: Equatable, Sendable {
    /// From the header to the end of the text, at the speed of a slow line.
    static let longest = Duration.seconds(2)

    private var isFirstLine = false
    private var until: BootInstant?

    /// The line right after a header is text, even where a command waits for its answer.
    mutating func takesFirstLine() -> Bool {
        defer { isFirstLine = false }
        return isFirstLine
    }

    /// Whether a line that answers nothing is a header, or may be the text of a message.
    mutating func takesUnsolicited(_ line: String, at now: BootInstant) -> Bool {
        guard UnsolicitedResult(line) == .messageFollows else { return until.map { now < $0 } ?? false }
        isFirstLine = true
        if !MessageGuard.announcesPDU(line) { until = now.advanced(by: MessageGuard.longest) }
        return true
    }

    /// `+CMT: [<alpha>],<length>`, `+CDS: <length>`, `+CBM: <length>`; in text mode there are more fields, or the last is a time.
    private static func announcesPDU(_ header: String) -> Bool {
        guard let colon = header.firstIndex(of: ":") else { return false }
        let fields = ParameterList(String(header[header.index(after: colon)...])).fields
        guard let length = fields.last, fields.count <= 2, !length.isQuoted else { return false }
        return Int(length.text) != nil
    }
}
