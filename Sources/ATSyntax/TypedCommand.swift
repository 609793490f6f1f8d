/// A command that somebody typed at the console, which must not break the running session.
public struct TypedCommand: Hashable, Sendable {
    /// Has 30 s for its final result code; its answer may be bare text.
    public let command: ATCommand

    /// Why it is not sent: one sentence.
    public struct Refusal: Error, Hashable, Sendable {
        /// For whoever typed it.
        public let remedy: String
    }

    static let longest = 256

    /// What takes a call, makes one, waits for a text, or undoes what the session relies on.
    private static let refused: [(String, String)] = [
        ("ATA", "it would answer a call, which the caller then pays"), ("ATD", "it would make a call"),
        ("ATO", "it would leave command mode"), ("ATZ", "it would undo the session's settings: use `ringcheck modems reset`"),
        ("AT&F", "it would undo the session's settings: use `ringcheck modems reset`"),
        ("AT+CFUN", "it would end the session: use `ringcheck modems reset`"), ("ATQ1", "it would silence all answers"),
        ("ATV0", "it would change how all answers look"), ("ATS0", "it would answer calls"),
        ("AT+CLIP=0", "callers would not be shown any more"),
        ("AT+CMGF", "the text of a message could be taken for a call"),
        ("AT+CNMI", "the text of a message could be taken for a call"),
        ("AT+CMGL", "the text of a message could be taken for a call"),
        ("AT+CMGR", "the text of a message could be taken for a call"),
        ("AT+CPBR", "a name could be taken for a call"), ("AT+CPBF", "a name could be taken for a call"),
        ("AT+CMUX", "it would end the session"),
        ("AT+IPR", "it would change the speed of the line"), ("AT+CMGS", "it would wait for a text"),
        ("AT+CMGW", "it would wait for a text"), ("AT+CPIN=", "a wrong PIN locks the SIM: use pin-file"),
        ("AT+CPIN2=", "a wrong PIN locks the SIM: use a phone"),
        ("AT^CPIN", "a wrong PIN locks the SIM: use pin-file"), ("AT+CLCK", "a wrong PIN locks the SIM: use a phone"),
        ("AT+CPWD", "a wrong PIN locks the SIM: use a phone"), ("AT+CSIM", "it would talk to the SIM past the session"),
        ("AT+QHUP", "it would handle calls, which the session does"), ("AT^SHUP", "it would handle calls, which the session does"),
        ("AT+WATH", "it would handle calls, which the session does"),
        ("AT+CHLD", "it would handle calls, which the session does"), ("AT+CHUP", "it would handle calls, which the session does"),
        ("ATH", "it would handle calls, which the session does"),
    ]

    /// Basic commands (V.250, 5.3.1) that are sent: each may be followed by another in the same line, without a separator.
    private static let basic = ["AT", "ATI", "AT&V"]

    /// Reads what was typed.
    public init(_ typed: String) throws(Refusal) {
        let text = TypedCommand.trimmed(typed)
        guard text.utf8.count <= TypedCommand.longest, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Refusal(remedy: "A command is at most \(TypedCommand.longest) printable ASCII characters.")
        }
        let upper = text.uppercased()
        let judged = upper.filter { $0 != " " }
        guard judged != "AT+CLIP" else {
            throw Refusal(remedy: "\(text) is not sent: some modems take it for AT+CLIP=0. Ask with AT+CLIP?.")
        }
        for (prefix, reason) in TypedCommand.refused where judged.hasPrefix(prefix) && !isQuestion(judged) {
            throw Refusal(remedy: "\(text) is not sent: \(reason).")
        }
        guard judged.hasPrefix("AT"), !text.contains(";") else {
            throw Refusal(remedy: "One command that begins with AT belongs here, such as 'AT+CSQ'.")
        }
        guard isExtended(judged) || TypedCommand.basic.contains(judged) else {
            throw Refusal(
                remedy:
                    "\(text) is not sent: of the basic commands only \(TypedCommand.basic.joined(separator: ", ")) are, since such commands can be chained (ATE0A answers a call)."
            )
        }
        command = ATCommand(text, prefixes: TypedCommand.prefixes(text), takesBareText: true, patience: .seconds(30))
    }

    /// `AT+QCFG="ims"` is answered by `+QCFG:` lines.
    private static func prefixes(_ text: String) -> [String] {
        let name = text.dropFirst(2).prefix { $0 != "=" && $0 != "?" }
        return name.isEmpty ? [] : ["\(name.uppercased()):"]
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// Whether it only reads a setting (`AT+CFUN?`) or asks for the values it may have (`AT+CFUN=?`; V.250, 5.4.4.3 and 5.4.4.4).
private func isQuestion(_ command: String) -> Bool {
    guard isExtended(command) else { return false }
    // 27.007, 7.4: mode 2 queries.
    if command.hasPrefix("AT+CLCK=\""), command.hasSuffix("\",2"), command.count <= 14 { return true }
    let rest = command.dropFirst(3).drop { $0.isLetter || $0.isNumber }
    return rest == "?" || rest == "=?"
}

/// Whether it is an extended command (V.250, 5.4.1), or a vendor's.
private func isExtended(_ command: String) -> Bool { command.dropFirst(2).first.map("+^#$%*!".contains) ?? false }
