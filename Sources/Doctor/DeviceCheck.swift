import Fleet
import Foundation
import Gateway
import GatewayAPI
import ModemDiscovery
import ModemProfiles

/// Where udev rules are installed.
struct UdevRuleFiles {
    private let folders: [String]

    init(folders: [String] = ["/etc/udev/rules.d", "/run/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"]) {
        self.folders = folders
    }

    var hasRingcheck: Bool {
        folders.contains { FileManager.default.fileExists(atPath: "\($0)/70-ringcheck.rules") }
    }
}

/// What USB shows: modems that show their disk, routers, power saving, missing rules.
struct DeviceCheck {
    let devices: [AttachedDevice]
    let library: ProfileLibrary
    let rules: UdevRuleFiles

    func checkup() -> Checkup {
        let matcher = PortMatcher(library: library, configured: [])
        let modems = devices.filter { device in matcher.port(for: device).map { $0.obstacle == nil } ?? false }
        let obstacles = devices.compactMap { matcher.port(for: $0)?.obstacle }.map {
            HealthProblem(code: $0.code, title: $0.reason, severity: .warning, advice: $0.remedy)
        }
        let missing = modems.isEmpty || rules.hasRingcheck ? [] : [DeviceCheck.missingRules]
        return Checkup("usb", modems.count.of("modem"), obstacles + modems.compactMap(suspension) + missing)
    }

    private func suspension(_ device: AttachedDevice) -> HealthProblem? {
        guard device.mayBeSuspended else { return nil }
        let path = device.busPath.map { "/sys/bus/usb/devices/\($0)/power/control" } ?? "its power/control"
        return .init(
            code: "autosuspend", title: "the kernel may suspend \(device.productName ?? device.id): it would sleep through calls",
            severity: .warning, advice: "Install the udev rules, or run: echo on | sudo tee \(path)")
    }

    private static let missingRules = HealthProblem(
        code: "udev-rules", title: "the udev rules are not installed", severity: .warning,
        advice:
            "Run: ringcheck udev-rules | sudo tee /etc/udev/rules.d/70-ringcheck.rules; sudo udevadm control --reload; sudo udevadm trigger"
    )
}
