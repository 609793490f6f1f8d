import Modem
import ModemSimulator
import Telephony

/// Reads `modems`.
extension Configuration {
    static func modems(_ section: ConfigurationSection) -> Modems {
        section.allow(["discover", "simulate", "ports", "lines", "allow-roaming", "receivability", "profiles"])
        var modems = Modems()
        modems.simulate = section.integer("simulate", 0...VirtualModemBank.most) ?? 0
        modems.ports = ports(section.sections("ports"))
        modems.lines = lines(section.sections("lines"))
        modems.discover = section.flag("discover") ?? (modems.simulate == 0)
        modems.allowsRoaming = section.flag("allow-roaming") ?? false
        modems.receivability = receivability(section.section("receivability"))
        modems.profiles = section.filePaths("profiles")
        if modems.simulate > 0, !modems.ports.isEmpty || modems.discover { section.note(nil, apart) }
        return modems
    }

    private static func receivability(_ section: ConfigurationSection) -> Receivability {
        section.allow(["test", "interval", "per-day"])
        var receivability = Receivability()
        receivability.isTested = section.flag("test") ?? receivability.isTested
        receivability.interval = section.duration("interval") ?? receivability.interval
        receivability.perDay = section.integer("per-day", 1...48) ?? receivability.perDay
        return receivability
    }

    private static func ports(_ sections: [ConfigurationSection]) -> [PortSettings] {
        let ports = sections.map { ($0, port($0)) }
        ConfigurationSection.noteRepeated(
            in: ports, { [$0.path] }, { "\($0) stands twice under ports: a port can be opened once." })
        ConfigurationSection.noteRepeated(
            in: ports, { [$0.number].compactMap { $0 } }, { "\($0) stands twice under ports: a number is that of one modem." })
        return ports.compactMap(\.1)
    }

    private static func port(_ section: ConfigurationSection) -> PortSettings? {
        section.allow(["path", "baud", "number", "profile", "pin-file"])
        guard let path = section.filePath("path") else {
            if !section.has("path") { section.note(nil, "a port needs its path, such as /dev/ttyUSB2.") }
            return nil
        }
        return PortSettings(
            path: path, baud: baud(section), number: number(section), profile: section.text("profile"),
            pinFile: section.filePath("pin-file"))
    }

    private static func baud(_ section: ConfigurationSection) -> Int? {
        section.value("baud", "one of \(ModemProfile.rates.map { "\($0)" }.joined(separator: ", "))") { text in
            Int(text).flatMap { ModemProfile.rates.contains($0) ? $0 : nil }
        }
    }

    private static func lines(_ sections: [ConfigurationSection]) -> [LineSettings] {
        let lines = sections.map { ($0, line($0)) }
        ConfigurationSection.noteRepeated(in: lines, { [$0.card] }, { "\($0) stands twice under lines: keep one." })
        ConfigurationSection.noteRepeated(
            in: lines, { [$0.number].compactMap { $0 } }, { "\($0) stands twice under lines: a number is that of one card." })
        return lines.compactMap(\.1)
    }

    private static func line(_ section: ConfigurationSection) -> LineSettings? {
        section.allow(["iccid", "number", "pin-file", "test"])
        guard let card = section.value("iccid", "the 18 to 22 digits on the card, in quotes", { ICCID($0) }) else {
            section.note(nil, "a line needs the iccid of its card.")
            return nil
        }
        return LineSettings(
            card: card, number: number(section), pinFile: section.filePath("pin-file"), isTested: section.flag("test") ?? true)
    }

    private static func number(_ section: ConfigurationSection) -> MSISDN? {
        section.value("number", "a number with + and country code, in quotes") { MSISDN($0) }
    }
}
