/// The parameters of an information response or result code (V.250, 5.4.2): `"+9198…",145,,,,0`.
public struct ParameterList: Equatable, Sendable {
    /// The fields in order. A field left out is an empty one.
    public let fields: [Field]

    /// One parameter.
    public struct Field: Equatable, Sendable {
        /// Without its quotes and the spaces around it.
        public let text: String
        /// Whether it came in quotes, as string constants do (V.250, 5.4.2).
        public let isQuoted: Bool
    }

    /// Reads what stands after the colon. A comma within quotes belongs to its string; a quote that is never closed ends with the line.
    public init(_ text: some StringProtocol) {
        var fields: [Field] = []
        var current: [UInt8] = []
        var isQuoted = false
        var inQuotes = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""):
                inQuotes.toggle()
                isQuoted = true
            case UInt8(ascii: ",") where !inQuotes:
                fields.append(ParameterList.field(current, isQuoted: isQuoted))
                current.removeAll(keepingCapacity: true)
                isQuoted = false
            default: current.append(byte)
            }
        }
        fields.append(ParameterList.field(current, isQuoted: isQuoted))
        self.fields = fields
    }

    private static func field(_ bytes: [UInt8], isQuoted: Bool) -> Field {
        let space = UInt8(ascii: " ")
        guard let first = bytes.firstIndex(where: { $0 != space }), let last = bytes.lastIndex(where: { $0 != space }) else {
            return Field(text: "", isQuoted: isQuoted)
        }
        return Field(text: String(decoding: bytes[first...last], as: UTF8.self), isQuoted: isQuoted)
    }

    /// The text of a field; `nil` where there is none or it is empty.
    public func text(_ index: Int) -> String? {
        guard fields.indices.contains(index), !fields[index].text.isEmpty else { return nil }
        return fields[index].text
    }

    /// A field as a decimal number; also with a space within (`0 5`), as some modems print it.
    public func integer(_ index: Int) -> Int? {
        text(index).flatMap { Int($0.filter { $0 != " " }) }
    }
}
