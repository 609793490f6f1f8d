/// One command of a command line, as the modem takes it apart (ITU-T V.250, 5.3 and 5.4).
struct SimulatedCommand: Equatable {
    enum Form: Equatable { case act, read, test, set(String) }

    /// Upper case: `+CLIP`, `H`, `&D`, `S0`.
    let name: String
    let form: Form

    /// The parameters of a set command, quotes taken off.
    var parameters: [String] {
        guard case .set(let text) = form else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { field in
            String(field.drop { $0 == " " || $0 == "\"" }.reversed().drop { $0 == " " || $0 == "\"" }.reversed())
        }
    }

    /// All commands of a body, in order; `nil` where the syntax breaks.
    static func all(in body: String) -> [SimulatedCommand]? {
        var rest = Substring(body)
        var commands: [SimulatedCommand] = []
        while let first = rest.first {
            if first == " " || first == ";" {
                rest = rest.dropFirst()
            } else if let command = "+^*$#%".contains(first) ? extended(&rest) : basic(&rest) {
                commands.append(command)
            } else {
                return nil
            }
        }
        return commands
    }

    private static func extended(_ rest: inout Substring) -> SimulatedCommand? {
        var isQuoted = false
        let text = rest.prefix { character in
            if character == "\"" { isQuoted.toggle() }
            return isQuoted || character != ";"
        }
        rest = rest.dropFirst(text.count)
        let name = text.prefix { $0 != "=" && $0 != "?" }
        return SimulatedCommand(name: name.uppercased(), form: form(of: text.dropFirst(name.count)))
    }

    private static func form(of tail: Substring) -> Form {
        switch tail {
        case "": .act
        case "?": .read
        case "=?": .test
        default: .set(String(tail.dropFirst()))
        }
    }

    private static func basic(_ rest: inout Substring) -> SimulatedCommand? {
        let hasAmpersand = rest.first == "&"
        let letters = rest.prefix(hasAmpersand ? 2 : 1)
        guard let letter = letters.last, letter.isASCII, letter.isLetter else { return nil }
        rest = rest.dropFirst(letters.count)
        if letters.uppercased() == "D" {
            defer { rest = "" }
            return SimulatedCommand(name: "D", form: .set(String(rest)))
        }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        guard letters.uppercased() == "S" else { return SimulatedCommand(name: letters.uppercased(), form: .set(String(digits))) }
        return register("S" + digits, &rest)
    }

    private static func register(_ name: String, _ rest: inout Substring) -> SimulatedCommand? {
        switch rest.first {
        case "?":
            rest = rest.dropFirst()
            return SimulatedCommand(name: name, form: .read)
        case "=":
            let value = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(1 + value.count)
            return SimulatedCommand(name: name, form: .set(String(value)))
        default: return nil
        }
    }
}
