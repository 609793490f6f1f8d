import ATSyntax
import Foundation
import Modem
import Testing

@testable import ModemProfiles

@Suite struct ShippedProfilesTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("hardware/profiles").path
    static let library = ProfileLibrary(directories: [folder])

    @Test func `every shipped profile is without a mistake`() {
        #expect(Self.library.problems.map(\.description) == [])
        #expect(Self.library.families.count >= 25)
    }

    @Test func `a program that was copied without its profiles says so, and where they belong`() {
        let library = ProfileLibrary.installed(beside: "/nowhere/bin/ringcheck", adding: [])
        #expect(library.problems.map(\.place) == ["/nowhere/share/ringcheck/profiles"])
    }

    @Test func `a Huawei stick is known by its id, and others of the maker by the protocols of their interfaces`() throws {
        let (family, device) = try #require(Self.library.family(vendor: "12d1", product: "1001"))
        #expect(family.profile.name == "huawei-stick" && device.interfaces["02"] == .at)
        let (other, any) = try #require(Self.library.family(vendor: "12d1", product: "9999"))
        #expect(other.protocols["ff/01/02"] == .at && any.product == "*")
    }

    @Test func `an id that several families share is decided by what the modem answers`() throws {
        #expect(Self.library.family(vendor: "1e0e", product: "9001")?.0.profile.name == "simcom-sim7600")
        #expect(Self.library.family(manufacturer: "SIMCOM INCORPORATED", model: "SIM7080G")?.profile.name == "simcom-sim70xx")
        #expect(Self.library.family(manufacturer: "Quectel", model: "EP06")?.profile.name == "quectel-ep06")
        #expect(Self.library.family(manufacturer: "huawei", model: "E173")?.profile.name == "huawei-stick")
        #expect(Self.library.family(manufacturer: "Nobody", model: "X") == nil)
    }

    @Test func `storage mode and devices that never ring are told from modems`() {
        #expect(Self.library.storage(vendor: "12d1", product: "1446") != nil)
        #expect(Self.library.unusable(vendor: "12d1", product: "14db")?.reason.contains("HiLink") == true)
        guard case .no? = Self.library.family(named: "quectel-bg")?.profile.voice else { Issue.record("BG96 has no voice"); return }
    }

    @Test func `what a family must never be sent is in none of its commands`() throws {
        for family in Self.library.families.values {
            let profile = family.profile
            let commands = profile.settings.map(\.text) + profile.cardIdentity.map(\.text)
            #expect(profile.silent.isDisjoint(with: commands), "\(profile.name)")
        }
    }
}
