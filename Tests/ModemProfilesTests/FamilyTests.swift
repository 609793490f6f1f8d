import Foundation
import Modem
import Testing
import TranscriptSupport

@testable import ModemProfiles

/// A family is a profile, a sheet, its udev rules and a transcript, or it is not one.
@Suite struct FamilyTests {
    private static let hardware = URL(fileURLWithPath: ShippedProfilesTests.folder).deletingLastPathComponent()
    private static let transcripts = Transcript.all(beside: #filePath)
    private static let families = ShippedProfilesTests.library.families.values.sorted { $0.profile.name < $1.profile.name }

    @Test func `each profile has its sheet and its transcript, and no sheet or transcript is without a profile`() throws {
        let names = Set(Self.families.map(\.profile.name))
        let sheets = try FileManager.default.contentsOfDirectory(atPath: Self.hardware.appendingPathComponent("sheets").path)
        #expect(Set(sheets) == Set(names.map { "\($0).md" }))
        #expect(Set(Self.transcripts.map(\.name)) == names)
    }

    @Test(arguments: families.map(\.profile.name))
    func `a sheet says what its profile says, and the list of families leads to it`(_ name: String) throws {
        let family = try #require(ShippedProfilesTests.library.family(named: name))
        let sheet = try String(contentsOf: Self.hardware.appendingPathComponent("sheets/\(name).md"), encoding: .utf8)
        #expect(sheet.hasPrefix("# \(family.profile.title)\n"))
        for heading in ["What it is", "Ports", "Calls", "Watch out", "What Ringcheck sends"] {
            #expect(sheet.contains("\n## \(heading)\n"), "\(name): \(heading)")
        }
        let list = try String(contentsOf: Self.hardware.appendingPathComponent("README.md"), encoding: .utf8)
        #expect(list.contains("[`\(name)`](sheets/\(name).md)"))
        let rules = UdevRules.text(ShippedProfilesTests.library)
        #expect(family.devices.isEmpty || rules.contains("# \(family.profile.title)\n"))
    }

    @Test(arguments: transcripts, [false, true])
    func `a family's transcript plays with its profile, whole, byte by byte and in pieces`(_ transcript: Transcript, echoes: Bool)
        throws
    {
        let profile = try #require(ShippedProfilesTests.library.family(named: transcript.name)?.profile)
        for cut in [TranscriptPlayer.Cut.whole, .bytewise, .at(3), .at(7), .at(64)] {
            var player = TranscriptPlayer(cut: cut, echoes: echoes, profile: profile)
            let failures = player.play(transcript)
            #expect(failures.isEmpty, "\(transcript.name), \(cut), echo \(echoes): \(failures)")
        }
    }
}
