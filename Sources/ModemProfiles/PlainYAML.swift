/// YAML without anchors and aliases (YAML 1.2.2, 6.9.2 and 7.1), by which a small file could unfold into a huge one.
public enum PlainYAML {
    /// The line, from 1, of the first anchor or alias, outside of quotes and comments; `nil`: there is none. A word of a text that begins
    /// with `&` or `*` counts as well: it can be quoted.
    public static func lineOfAlias(in text: String) -> Int? {
        var scan = Scan()
        let bytes = Array(text.utf8)
        for (byte, next) in zip(bytes, bytes.dropFirst() + [Scan.lineFeed]) where scan.findsAlias(byte, before: next) {
            return scan.line
        }
        return nil
    }

    /// Where a look through the text stands.
    private struct Scan {
        static let lineFeed = UInt8(ascii: "\n")

        private(set) var line = 1
        private var last = Scan.lineFeed
        /// The last that is no space.
        private var lastSolid = Scan.lineFeed
        private var quote: UInt8?
        private var isEscaped = false
        private var isComment = false

        mutating func findsAlias(_ byte: UInt8, before next: UInt8) -> Bool {
            defer { pass(byte) }
            if isComment { return false }
            if quote != nil {
                readQuoted(byte, before: next)
                return false
            }
            guard Scan.isSpace(last) || "[{,".utf8.contains(last) else { return false }
            switch byte {
            case UInt8(ascii: "#"): isComment = Scan.isSpace(last)
            case UInt8(ascii: "'"), UInt8(ascii: "\""): if beginsNode { quote = byte }
            case UInt8(ascii: "&"), UInt8(ascii: "*"): return !Scan.isSpace(next)
            default: break
            }
            return false
        }

        private var beginsNode: Bool { "\n:-?[{,".utf8.contains(lastSolid) }

        /// `\"` within double quotes is one of the text, and so is `''` within single ones.
        private mutating func readQuoted(_ byte: UInt8, before next: UInt8) {
            let isSingle = quote == UInt8(ascii: "'")
            if isEscaped {
                isEscaped = false
            } else if isSingle ? byte == quote && next == quote : byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == quote {
                quote = nil
            }
        }

        private mutating func pass(_ byte: UInt8) {
            last = byte
            if byte == Scan.lineFeed {
                line += 1
                isComment = false
                lastSolid = byte
            } else if !Scan.isSpace(byte) {
                lastSolid = byte
            }
        }

        private static func isSpace(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }
    }
}
