import FoundationEssentials

/// Looks through JSON for what the decoder would recurse into too deeply, or pass over: the same name twice in one object, of which
/// two readers may believe different ones (RFC 8259, 4), numbers that would lose digits, and commas that nothing follows. It judges
/// nothing else; what is no JSON the decoder refuses.
struct JSONScan {
    private static let greatestDepth = 32

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What is wrong, as facts.
    enum Fault: Error, Hashable {
        case tooDeep
        case nameTwice(String)
        case numberTooLarge(String)
        case commaAtEnd

        var sentence: String {
            switch self {
            case .tooDeep: "Values are nested deeper than \(JSONScan.greatestDepth) levels."
            case .numberTooLarge(let digits): "The number \(digits.prefix(64)) would lose digits in 64 bits: send it as a string."
            case .commaAtEnd: "A comma stands before a closing bracket."
            case .nameTwice(let name): "The name '\(name.prefix(64))' stands twice in one object."
            }
        }
    }

    func check() throws(Fault) {
        // The names seen in each object that is open; `nil` for an array.
        var open: [Set<String>?] = []
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "{"): open.append([])
            case UInt8(ascii: "["): open.append(nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            case UInt8(ascii: "\""):
                let end = endOfString(from: position)
                if isName(endingAt: end), !open.isEmpty {
                    let name = text(position..<end)
                    if open[open.count - 1]?.insert(name).inserted == false { throw .nameTwice(name) }
                }
                position = end - 1
            case UInt8(ascii: ","):
                if let next = significant(after: position + 1), next == UInt8(ascii: "}") || next == UInt8(ascii: "]") {
                    throw .commaAtEnd
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let number = number(from: position)
                if losesDigits(number) { throw .numberTooLarge(number) }
                position += number.utf8.count - 1
            default: break
            }
            guard open.count <= JSONScan.greatestDepth else { throw .tooDeep }
            position += 1
        }
    }

    /// Just behind the closing quote.
    private func endOfString(from start: Int) -> Int {
        var position = start + 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(position + 1, bytes.count)
    }

    private func isName(endingAt end: Int) -> Bool {
        significant(after: end) == UInt8(ascii: ":")
    }

    /// The first byte from here on that is no white space.
    private func significant(after position: Int) -> UInt8? {
        bytes[min(position, bytes.count)...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }

    private func number(from start: Int) -> String {
        String(decoding: bytes[start...].prefix { "+-.eE0123456789".utf8.contains($0) }, as: UTF8.self)
    }

    /// Whole ones have 64 bits; others have 17 digits, which is what those who write IEEE 754's doubles send (RFC 8259, 6).
    private func losesDigits(_ number: String) -> Bool {
        guard number.contains(where: { ".eE".contains($0) }) else { return Int64(number) == nil && number.count > 18 }
        let digits = number.prefix { !"eE".contains($0) }.filter(\.isNumber).drop { $0 == "0" }
        return digits.count > 17
    }

    /// As the decoder reads it: `"a"` is `"a"`.
    private func text(_ range: Range<Int>) -> String {
        let literal = Data(bytes[range])
        return (try? JSONDecoder().decode(String.self, from: literal)) ?? String(decoding: literal, as: UTF8.self)
    }
}
