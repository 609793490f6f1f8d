import ATSyntax
import Modem
import Yams

/// A family as its file tells it.
extension ModemFamily {
    static let keys = [
        "name", "title", "voice", "voice-note", "identify", "usb", "protocols", "storage", "unusable", "init", "leave-out",
        "iccid", "hang-up", "hang-up-waiting", "ring-period", "forwarding-notice", "lte-voice", "voice-check", "temperature",
        "voltage", "pin-tries", "unlock-pause", "reset", "boot", "quirks", "baud",
    ]

    /// `nil` where something is wrong; what, is in the notes.
    init?(_ section: ProfileSection, expectedName: String) {
        section.allow(ModemFamily.keys)
        guard let name = section.text("name"), name == expectedName, let title = section.text("title") else {
            section.note(nil, "a profile needs its title, and a name that is the file's (\(expectedName)).")
            return nil
        }
        self.init(profile: ModemProfile(name: name, title: title))
        readDialogue(section)
        readHealth(section)
        readIdentities(section)
    }

    private mutating func readDialogue(_ section: ProfileSection) {
        let left = Set(section.texts("leave-out").map(\.text))
        profile.settings.removeAll { left.contains($0.text) }
        profile.settings += section.commands("init")
        if section.has("iccid") {
            profile.cardIdentity = section.texts("iccid").compactMap { text, node in
                section.command(text, node).map { .cardIdentity($0.text) }
            }
        }
        profile.hangUp = section.hangUps("hang-up") ?? profile.hangUp
        profile.hangUpWaiting = section.hangUps("hang-up-waiting") ?? profile.hangUpWaiting
        if profile.hangUp.isEmpty { section.note(nil, "hang-up needs at least one way: a call would ring on for ever.") }
        profile.ringPeriod = section.duration("ring-period") ?? profile.ringPeriod
        profile.forwardingNotice = section.duration("forwarding-notice") ?? profile.forwardingNotice
        profile.baud = section.value("baud", "one of \(ModemProfile.rates.map { "\($0)" }.joined(separator: ", "))") {
            Int($0).flatMap { ModemProfile.rates.contains($0) ? $0 : nil }
        }
        guard let quirks = section.section("quirks") else { return }
        quirks.allow(["no-final-result", "silent"])
        profile.withoutFinalResult = Set(quirks.texts("no-final-result").map(\.text))
        profile.silent = Set(quirks.texts("silent").map(\.text))
    }

    private mutating func readHealth(_ section: ProfileSection) {
        let note = section.text("voice-note") ?? "this family takes no voice calls"
        let voices: [String: ModemProfile.Voice] = ["yes": .yes, "no": .no(note), "depends": .depends]
        profile.voice = section.value("voice", "yes, no or depends") { voices[$0] } ?? .depends
        profile.lteVoice = section.lteVoice("lte-voice")
        profile.voiceCheck = section.voiceCheck("voice-check")
        profile.unlockPause = section.duration("unlock-pause") ?? profile.unlockPause
        profile.temperature = section.gauge("temperature")
        profile.voltage = section.gauge("voltage")
        profile.pinTries = section.gauge("pin-tries")
        if let text = section.text("reset"), let reset = section.command(text, section.node, patience: .seconds(15)) {
            profile.reset = reset
        }
        profile.boot = section.duration("boot") ?? profile.boot
    }

    private mutating func readIdentities(_ section: ProfileSection) {
        if let identify = section.section("identify") {
            identify.allow(["manufacturer", "model"])
            identification.manufacturers = identify.texts("manufacturer").map { $0.text.lowercased() }
            identification.models = identify.texts("model").map(\.text)
        }
        for device in section.sections("usb") {
            device.allow(["id", "product", "interfaces"])
            guard let (vendor, product) = device.identity(mayBeAny: true) else { continue }
            devices.append(
                USBIdentity(vendor: vendor, product: product, name: device.text("product"), interfaces: device.roles("interfaces")))
        }
        protocols = section.roles("protocols")
        for device in section.sections("storage") {
            device.allow(["id", "switch"])
            guard let (vendor, product) = device.identity() else { continue }
            storage.append(StorageIdentity(vendor: vendor, product: product, command: device.text("switch")))
        }
        for device in section.sections("unusable") {
            device.allow(["id", "reason", "remedy"])
            guard let (vendor, product) = device.identity(), let reason = device.text("reason") else { continue }
            unusable.append(
                UnusableIdentity(
                    vendor: vendor, product: product, reason: reason, remedy: device.text("remedy") ?? "Use another modem."))
        }
    }
}

extension ProfileSection {
    fileprivate func identity(mayBeAny: Bool = false) -> (String, String)? {
        let found = value("id", "vendor:product, four hexadecimal digits each, lower case") { text -> (String, String)? in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, ProfileSection.isHexadecimal(parts[0]) else { return nil }
            guard ProfileSection.isHexadecimal(parts[1]) || (mayBeAny && parts[1] == "*") else { return nil }
            return (parts[0], parts[1])
        }
        if !has("id") { note(nil, "a USB identity needs its id.") }
        return found
    }

    fileprivate func roles(_ key: String) -> [String: ModemFamily.InterfaceRole] {
        var roles: [String: ModemFamily.InterfaceRole] = [:]
        for (name, value, node) in pairs(key) {
            guard let role = ModemFamily.InterfaceRole(rawValue: value) else {
                let known = ModemFamily.InterfaceRole.allCases.map(\.rawValue).joined(separator: ", ")
                note(node, "'\(value)' is no role of an interface: use one of \(known).")
                continue
            }
            roles[name.lowercased()] = role
        }
        return roles
    }

    private static func isHexadecimal(_ text: String) -> Bool {
        text.utf8.count == 4 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
