/// A line of the control socket:
/// `ring modem0 +919812345678 [rings=N]`, `ring modem0 withheld`, `ring modem0 unavailable`, `count modem0`, `list`,
/// `fault modem0 noise|silence|reset|unplug|stall=SECONDS|late=SECONDS|endless=BYTES`,
/// `set modem0 registration=3` (``VirtualSetting`` has them all), `say modem0 UNDER-VOLTAGE WARNNING`,
/// `answer modem0 AT+QCFG="ims" +QCFG: "ims",0`.
enum ControlCommand: Equatable {
    case ring(modem: Int, SimulatedCaller, rings: Int)
    case fault(modem: Int, VirtualModemFault)
    case count(modem: Int)
    case set(modem: Int, VirtualSetting)
    case say(modem: Int, String)
    case answer(modem: Int, command: String, String)
    case list

    init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        if words == ["list"] {
            self = .list
            return
        }
        guard words.count >= 2, words[1].hasPrefix("modem"), let modem = Int(words[1].dropFirst(5)) else { return nil }
        let rest = Array(words.dropFirst(2))
        switch words[0] {
        case "ring": self.init(ring: modem, rest)
        case "fault": self.init(fault: modem, rest)
        case "count" where rest.isEmpty: self = .count(modem: modem)
        case "set" where rest.count == 1:
            guard let setting = VirtualSetting(rest[0]) else { return nil }
            self = .set(modem: modem, setting)
        case "say" where !rest.isEmpty: self = .say(modem: modem, rest.joined(separator: " "))
        case "answer" where rest.count > 1:
            self = .answer(modem: modem, command: rest[0], rest.dropFirst().joined(separator: " "))
        default: return nil
        }
    }

    private init?(ring modem: Int, _ words: [String]) {
        var caller = SimulatedCaller.unavailable
        var rings = 6
        for word in words {
            if word == "withheld" {
                caller = .withheld
            } else if word.hasPrefix("rings=") {
                guard let count = Int(word.dropFirst(6)), (1...1000).contains(count) else { return nil }
                rings = count
            } else if word != "unavailable" {
                guard word.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x22 }), word.utf8.count <= 40 else { return nil }
                if caller != .withheld { caller = .presented(word) }
            }
        }
        guard !words.isEmpty else { return nil }
        self = .ring(modem: modem, caller, rings: rings)
    }

    private init?(fault modem: Int, _ words: [String]) {
        guard words.count == 1, let fault = Self.fault(words[0]) else { return nil }
        self = .fault(modem: modem, fault)
    }

    private static func fault(_ word: String) -> VirtualModemFault? {
        let value = Int(word.drop { $0 != "=" }.dropFirst()) ?? -1
        let name = word.prefix { $0 != "=" }
        guard !word.contains("=") || (0...100_000).contains(value) else { return nil }
        return switch (name, word.contains("=")) {
        case ("noise", false): .noise((0..<64).map { _ in .random(in: 0...255) })
        case ("silence", false): .silence
        case ("reset", false): .reset
        case ("unplug", false): .unplug
        case ("stall", true): .stall(.seconds(value))
        case ("late", true): .lateAnswers(.seconds(value))
        case ("endless", true): .endlessLine(value)
        default: nil
        }
    }
}
