import ATSyntax
import Foundation
import Modem
import Testing

@testable import ModemProfiles

@Suite struct ProfileReadingTests {
    private func read(_ text: String) -> (ModemFamily?, [String]) {
        let notes = ProfileNotes()
        let family = ProfileLibrary.parse(text, name: "x", file: "x.yaml", notes)
        return (family, notes.problems.map(\.description))
    }

    @Test func `a profile says only what differs`() throws {
        let (family, problems) = read("name: x\ntitle: X\ninit: [AT^X=1]\nleave-out: [AT+CCWA=1]\nring-period: 2s\n")
        #expect(problems == [])
        let profile = try #require(family?.profile)
        #expect(profile.settings.map(\.text).last == "AT^X=1" && !profile.settings.map(\.text).contains("AT+CCWA=1"))
        #expect(profile.ringPeriod == .seconds(2) && profile.hangUp == ModemProfile.generic.hangUp)
    }

    @Test(arguments: ["ATE0", "ATS0=0", "AT&D0", "ATX4", "AT^CURC=0", "AT\\Q3", "AT+QCFG=\"urc/ri/ring\",\"off\""])
    func `single commands of a family are taken`(_ text: String) {
        #expect(read("name: x\ntitle: X\ninit: ['\(text)']").1 == [])
    }

    @Test(arguments: [
        ("name: x\ntitle: X\nringperiod: 2s", "x.yaml:3:1: 'ringperiod' is no key here"),
        ("name: y\ntitle: X", "a name that is the file's (x)"),
        ("name: x\ntitle: X\ninit: [ATD123]", "x.yaml:3:8: ATD has no place in a profile"),
        ("name: x\ntitle: X\ninit: [ata]", "ATA has no place"),
        ("name: x\ntitle: X\ninit: ['AT+CPIN=\"0000\"']", "AT+CPIN has no place"),
        ("name: x\ntitle: X\ninit: [ATE0A]", "'ATE0A' is not one command"),
        ("name: x\ntitle: X\ninit: [\"AT+CSQ;D123;\"]", "is not one command"),
        ("name: x\ntitle: X\ninit: [ATS0=1]", "and S0 stays 0"), ("name: x\ntitle: X\ninit: [AT+CHLD=2]", "AT+CHLD has no place"),
        ("name: x\ntitle: X\nlte-voice: { ask: AT+V?, on: [1], enable: ATD123 }", "ATD has no place"),
        ("name: x\ntitle: X\nhang-up: [\"ATH0D123;\"]", "is no way to hang up"),
        ("name: x\ntitle: X\nhang-up: [ATZ]", "x.yaml:3:11: 'ATZ' is no way to hang up"),
        ("name: x\ntitle: X\nhang-up: []", "hang-up needs at least one way"),
        ("name: x\ntitle: X\nusb: [{ id: 12D1-1001 }]", "x.yaml:3:13: id takes vendor:product"),
        ("name: x\ntitle: X\nusb: [{ id: \"12d1:1001\", interfaces: { \"00\": phone } }]", "'phone' is no role"),
        ("name: x\ntitle: X\nvoice: maybe", "voice takes yes, no or depends"),
        ("name: x\ntitle: X\nbaud: 31250", "x.yaml:3:7: baud takes one of 9600, 19200"),
        ("name: x\ntitle: X\ntemperature: { ask: AT+T, field: -1 }", "field takes a number from 0 to 31"),
        ("name: x\ntitle: [", "this is no YAML"),
    ])
    func `a mistake is named with its place`(_ text: String, _ sentence: String) {
        let (_, problems) = read(text)
        #expect(problems.contains { $0.contains(sentence) }, "\(problems)")
    }

    @Test func `a broken file of the administrator leaves the others standing, and a good one takes the place of a shipped one`()
        throws
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ringcheck-profiles-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("name: bad\n".utf8).write(to: folder.appendingPathComponent("bad.yaml"))
        try Data(repeating: 0x61, count: 1 << 20).write(to: folder.appendingPathComponent("big.yaml"))
        try Data([0xFF, 0xFE, 0x00]).write(to: folder.appendingPathComponent("binary.yaml"))
        try Data("name: a\ntitle: &x [*x, *x]\n".utf8).write(to: folder.appendingPathComponent("bomb.yaml"))
        try Data("name: zte\ntitle: Mine\n".utf8).write(to: folder.appendingPathComponent("zte.yaml"))
        let library = ProfileLibrary(directories: [ShippedProfilesTests.folder, folder.path, "/does/not/exist"])
        #expect(library.problems.count == 4, "\(library.problems)")
        #expect(library.family(named: "zte")?.profile.title == "Mine")
        #expect(library.family(named: "huawei-stick") != nil)
    }

    @Test func `two families that claim one device are told of`() throws {
        var first = ModemFamily(profile: ModemProfile(name: "a", title: "A"))
        first.devices = [.init(vendor: "1234", product: "5678", name: nil, interfaces: [:])]
        var second = first
        second.profile.name = "b"
        let library = ProfileLibrary(families: [first, second])
        #expect(library.problems.map(\.description) == ["b.yaml: 1234:5678 stands in a.yaml already: leave it out of one."])
    }
}
