import ATSyntax
import Modem
import Yams

/// The commands of a profile. None of them may answer a call, make one, end those of others, or wait for a text.
extension ProfileSection {
    private static let refused = [
        "ATA", "ATD", "ATH", "ATO", "AT+CMGS", "AT+CMGW", "AT+CPIN", "AT+CHLD", "AT+CHUP", "AT+CMUX",
    ]

    func commands(_ key: String) -> [ATCommand] {
        list(key).compactMap { item in
            guard let mapping = item.mapping else { return command(item.scalar?.string, item, patience: nil) }
            let section = ProfileSection(node: item, file: file, notes: notes)
            section.allow(["command", "patience"])
            return command(mapping["command"]?.string, item, patience: section.duration("patience"))
        }
    }

    func command(_ text: String?, _ node: Node?, patience: Duration? = nil, prefix: String? = nil) -> ATCommand? {
        guard let text, ProfileSection.isCommand(text) else {
            note(node, "an AT command of printable ASCII belongs here, such as AT+CSQ.")
            return nil
        }
        if let word = ProfileSection.refused.first(where: { text.uppercased().hasPrefix($0) && !text.hasPrefix("AT+CPINC") }) {
            note(node, "\(word) has no place in a profile: it would take, make or end a call, wait for a text, or use up a PIN.")
            return nil
        }
        guard ProfileSection.isSingle(text.uppercased()) else {
            note(node, "'\(text)' is not one command: basic ones stand alone (ATE0), none is chained by ';', and S0 stays 0.")
            return nil
        }
        let name = text.dropFirst(2).prefix { $0 != "=" && $0 != "?" }
        let isExtended = name.first.map { "+^!#*$%".contains($0) } ?? false
        let prefixes = prefix.map { [$0] } ?? (isExtended ? ["\(name):"] : [])
        return ATCommand(text, prefixes: prefixes, takesBareText: prefix == nil && isExtended, patience: patience ?? .seconds(5))
    }

    /// `{ ask, prefix, field, scale }`.
    func gauge(_ key: String) -> ModemProfile.Gauge? {
        guard let section = section(key) else { return nil }
        section.allow(["ask", "prefix", "field", "scale"])
        guard let command = section.command(section.text("ask"), section.node, prefix: section.text("prefix")) else { return nil }
        let scale = section.value("scale", "a number", Double.init) ?? 1
        return ModemProfile.Gauge(command: command, field: section.field, scale: scale)
    }

    func lteVoice(_ key: String) -> ModemProfile.LTEVoice? {
        guard let section = section(key) else { return nil }
        section.allow(["ask", "prefix", "field", "on", "off", "enable"])
        guard let command = section.command(section.text("ask"), section.node, prefix: section.text("prefix")) else { return nil }
        return ModemProfile.LTEVoice(
            command: command, field: section.field, on: Set(section.texts("on").map(\.text)),
            off: Set(section.texts("off").map(\.text)),
            enable: section.text("enable").flatMap { section.command($0, section.node)?.text })
    }

    func voiceCheck(_ key: String) -> ModemProfile.VoiceCheck? {
        guard let section = section(key) else { return nil }
        section.allow(["ask", "prefix", "field", "off"])
        guard let command = section.command(section.text("ask"), section.node, prefix: section.text("prefix")) else { return nil }
        return ModemProfile.VoiceCheck(command: command, field: section.field, off: Set(section.texts("off").map(\.text)))
    }

    var field: Int { value("field", "a number from 0 to 31") { Int($0).flatMap { (0...31).contains($0) ? $0 : nil } } ?? 0 }

    func hangUps(_ key: String) -> [ModemProfile.HangUp]? {
        guard has(key) else { return nil }
        let ways = ["AT+CHUP", "ATH", "AT+CHLD=0", "AT+CHLD=1"]
        return texts(key).compactMap { text, node in
            if text == "release-by-index" { return .releaseByIndex }
            let isVendors = text.wholeMatch(of: /(ATH[0-9]|AT\+(QHUP|WATH|MHUP)(=[0-9,]*)?|AT\^SHUP(=[0-9,]*)?)/) != nil
            guard ways.contains(text) || isVendors else {
                note(
                    node,
                    "'\(text)' is no way to hang up that is known here: use release-by-index, \(ways.joined(separator: ", ")).")
                return nil
            }
            return .command(text)
        }
    }

    func duration(_ key: String) -> Duration? {
        value(key, "a duration such as 500ms, 5s or 2m") { text in
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            let units: [String: Int64] = ["ms": 1, "s": 1000, "m": 60_000]
            guard let number = Int64(digits), number <= 3_600_000, let unit = units[String(text.dropFirst(digits.count))] else {
                return nil
            }
            return .milliseconds(number * unit)
        }
    }

    /// Basic commands may follow each other in a line without a separator, extended ones after a semicolon (V.250, 5.3.1 and 5.4.1):
    /// `ATE0A` answers a call.
    private static func isSingle(_ text: String) -> Bool {
        guard !text.contains(";") else { return false }
        let isExtended = text.dropFirst(2).first.map { "+^!#*$%\\".contains($0) } ?? false
        if isExtended { return true }
        guard let match = text.wholeMatch(of: /AT(&?[A-Z][0-9]{0,3}|S([0-9]{1,3})=([0-9]{1,3}))?/) else { return false }
        return match.2.flatMap { Int($0) } != 0 || match.3.flatMap { Int($0) } == 0
    }

    private static func isCommand(_ text: String) -> Bool {
        text.uppercased().hasPrefix("AT") && text.utf8.count <= 256 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
