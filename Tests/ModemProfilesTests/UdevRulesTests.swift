import Foundation
import Testing

@testable import ModemProfiles

@Suite struct UdevRulesTests {
    private static let file = URL(fileURLWithPath: ShippedProfilesTests.folder).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("udev-rules/70-ringcheck.rules")

    @Test func `the shipped rules are what the profiles say`() throws {
        let shipped = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(
            shipped == UdevRules.text(ShippedProfilesTests.library) + "\n",
            "run: ringcheck udev-rules > udev-rules/70-ringcheck.rules")
    }

    @Test func `each device of each profile has its rule, and a whole vendor gets none for its devices`() {
        let text = UdevRules.text(ShippedProfilesTests.library)
        for device in ShippedProfilesTests.library.families.values.flatMap(\.devices) where device.product != "*" {
            #expect(text.contains(#"ATTR{idVendor}=="\#(device.vendor)", ATTR{idProduct}=="\#(device.product)""#))
        }
        #expect(!text.contains("\"*\""))
    }

    @Test func `every rule is a list of key, operator and quoted value`() {
        let token = /[A-Z]+(\{[A-Za-z_\/]+\})?(==|!=|\+=|=)"[^"]*"/
        for line in UdevRules.text(ShippedProfilesTests.library).split(separator: "\n") where !line.hasPrefix("#") {
            let rest = line.replacing(token, with: "").replacing(", ", with: "")
            #expect(rest.isEmpty, "\(line)")
        }
    }
}
