/// Bytes from the modem -> lines (V.250, 5.7.1). Takes any mix of CR and LF as the end of a line, so that CR LF, CR CR LF,
/// a lone CR after an echo and a missing leading CR all come out alike. Holds at most ``longestLine`` bytes.
public struct ATFramer: Equatable, Sendable {
    /// A longer line is noise; what is over is dropped up to the next line end.
    public static let longestLine = 2048

    private var partial: [UInt8] = []
    private var isOverlong = false

    public init() {}

    /// The lines that these bytes complete, in order; empty lines are left out.
    public mutating func received(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\r"), UInt8(ascii: "\n"): finishLine(into: &lines)
            case _ where isOverlong: continue
            case _ where partial.count >= ATFramer.longestLine: isOverlong = true
            default: partial.append(byte)
            }
        }
        return lines
    }

    private mutating func finishLine(into lines: inout [String]) {
        defer {
            partial.removeAll(keepingCapacity: true)
            isOverlong = false
        }
        guard !isOverlong else { return }
        let text = ATFramer.text(partial)
        if !text.isEmpty { lines.append(contentsOf: ATFramer.unglued(text)) }
    }

    /// Control and 8-bit junk at either end is noise (NULs before a line, 0xFF after it); inside it becomes `?`, but for NUL and XON, XOFF, which
    /// lines put anywhere.
    private static func text(_ bytes: [UInt8]) -> String {
        guard let first = bytes.firstIndex(where: isGraphic), let last = bytes.lastIndex(where: isGraphic) else { return "" }
        var content = bytes[first...last]
        if content.starts(with: [UInt8(ascii: ">"), UInt8(ascii: " ")]) { content = content.dropFirst(2) }
        content.removeAll(where: isFiller)
        let printable = content.map { isGraphic($0) || $0 == UInt8(ascii: " ") ? $0 : UInt8(ascii: "?") }
        return String(decoding: printable, as: UTF8.self)
    }

    private static func isFiller(_ byte: UInt8) -> Bool { [0x00, 0x11, 0x13].contains(byte) }

    private static func isGraphic(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

    /// Some modems print a final result code and the next line without a separator: `ERROR+CNUM: …`.
    private static func unglued(_ text: String) -> [String] {
        for head in ["ERROR", "OK", "RING"] where text.utf8.count > head.utf8.count && text.hasPrefix(head) {
            let rest = text.dropFirst(head.count)
            if let next = rest.utf8.first, next == UInt8(ascii: "+") || next == UInt8(ascii: "^") { return [head, String(rest)] }
        }
        return [text]
    }
}
