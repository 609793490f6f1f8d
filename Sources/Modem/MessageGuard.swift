import ATSyntax
import Telephony

/// Keeps the text of a message that a modem routes directly (`+CMT:`, `+CDS:`, `+CBM:`; 3GPP TS 27.005, 3.4.1) from being read as result
/// codes. In text mode it may have any number of lines, and nothing tells the last: what comes unasked within ``longest`` of its header may
/// be its text. A call that begins just then rings again after that. In PDU mode it is one line.
struct MessageGuard: Equatable, Sendable {
    /// From the header to the end of the text, at the speed of a slow line.
    static let longest = Duration.seconds(2)

    /// What the line after a header has to be.
    private enum Body: Equatable {
        case text
        /// So many octets of TPDU, in hexadecimal digits, behind those of the service centre.
        case pdu(octets: Int)
    }

    /// No SMS-DELIVER is shorter (3GPP TS 23.040, 9.2.2.1): what a sender's name can make of a header is.
    private static let shortestPDU = 13

    private var next: Body?
    private var until: BootInstant?

    /// The line right after a header is text, even where a command waits for its answer. Where it is not the PDU that was announced, it was the
    /// header that was not one, and what follows is text.
    mutating func takesFirstLine(_ line: String, at now: BootInstant) -> Bool {
        guard let body = next.take() else { return false }
        if case .pdu(let octets) = body, !MessageGuard.isPDU(line, octets: octets) {
            until = now.advanced(by: MessageGuard.longest)
        }
        return true
    }

    /// Whether a line that answers nothing is a header, or may be the text of a message.
    mutating func takesUnsolicited(_ line: String, at now: BootInstant) -> Bool {
        guard UnsolicitedResult(line) == .messageFollows else { return until.map { now < $0 } ?? false }
        let body = MessageGuard.body(after: line)
        next = body
        if body == .text { until = now.advanced(by: MessageGuard.longest) }
        return true
    }

    /// `+CMT: [<alpha>],<length>`, `+CDS: <length>`, `+CBM: <length>`; in text mode there are more fields, or the last is a time.
    private static func body(after header: String) -> Body {
        guard let colon = header.firstIndex(of: ":") else { return .text }
        let fields = ParameterList(header[header.index(after: colon)...]).fields
        guard let length = fields.last, fields.count <= 2, !length.isQuoted, let octets = Int(length.text), octets >= shortestPDU
        else {
            return .text
        }
        return .pdu(octets: octets)
    }

    private static func isPDU(_ line: String, octets: Int) -> Bool {
        line.utf8.count / 2 >= octets && line.allSatisfy(\.isHexDigit)
    }
}
