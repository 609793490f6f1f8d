import Foundation

/// A dialogue as plain text: `>` to the modem, `<` from it, `~` time passes, `=` an expected event,
/// `*` the PIN that is entered (or `no PIN`), `!` raw bytes from the modem, `#` a remark.
/// What the file does not spell out is answered by ``StandardModem``, so that a transcript tells only what it is about.
public struct Transcript: CustomStringConvertible, Sendable {
    /// One line of it.
    public enum Step: Equatable, Sendable {
        /// `>`: the engine has to send this command line next, which stands here without its end.
        case expectCommand(String)
        /// `<`: the modem sends this line.
        case line(String)
        /// `!`: it sends these bytes as they are.
        case raw([UInt8])
        /// `~`: so much time goes by.
        case pass(Duration)
        /// `=`: this event comes next, in the words of ``TranscriptPlayer``.
        case expectEvent(String)
        /// `*`: the PIN that is entered; `nil`: there is none.
        case unlock(String?)

        /// What the modem sends in this step.
        public var bytes: [UInt8] {
            switch self {
            case .line(let text): Array("\r\n\(text)\r\n".utf8)
            case .raw(let bytes): bytes
            case .expectCommand, .pass, .expectEvent, .unlock: []
            }
        }
    }

    /// The file's, without `.txt`.
    public let name: String
    /// Without remarks and empty lines.
    public let steps: [Step]
    public var description: String { name }

    /// All transcripts of the folder `Transcripts` beside this file, by name. Traps where there are none.
    public static func all(beside file: String) -> [Transcript] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Transcripts")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        precondition(!files.isEmpty, "there are no transcripts in \(folder.path)")
        return files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.compactMap { file in
            (try? String(contentsOf: file, encoding: .utf8)).map {
                Transcript(name: file.deletingPathExtension().lastPathComponent, text: $0)
            }
        }
    }

    /// Reads one step a line. Traps on a line that begins like none.
    public init(name: String, text: String) {
        self.name = name
        steps = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            guard let step = Transcript.step(String(line)) else { fatalError("\(name): no step begins like this: \(line)") }
            return step
        }
    }

    private static func step(_ line: String) -> Step? {
        let rest = String(line.dropFirst(2))
        return switch line.first {
        case ">": .expectCommand(rest)
        case "<": .line(rest)
        case "!": .raw(bytes(rest))
        case "~": .pass(duration(rest))
        case "=": .expectEvent(rest)
        case "*": .unlock(rest == "no PIN" ? nil : rest)
        default: nil
        }
    }

    /// `\xNN` is a byte, `\r` and `\n` what they say; `*N` at the end repeats.
    private static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        var times = 1
        if let star = rest.lastIndex(of: "*"), let count = Int(rest[rest.index(after: star)...]) {
            times = count
            rest = rest[..<star]
        }
        while let character = rest.popFirst() {
            guard character == "\\", let kind = rest.popFirst() else {
                bytes += Array(String(character).utf8)
                continue
            }
            switch kind {
            case "r": bytes.append(13)
            case "n": bytes.append(10)
            case "x":
                bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 63)
                rest = rest.dropFirst(2)
            default: bytes.append(92)
            }
        }
        return Array((0..<times).map { _ in bytes }.joined())
    }

    private static func duration(_ text: String) -> Duration {
        if text.hasSuffix("ms") { return .milliseconds(Int(text.dropLast(2)) ?? 0) }
        return .milliseconds(Int64(((Double(text.dropLast()) ?? 0) * 1000).rounded()))
    }
}
