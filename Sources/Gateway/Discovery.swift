public import Fleet
import FoundationEssentials
import Logging
import ModemDiscovery
public import ModemProfiles
import Outbox

/// Hands the USB devices that come and go to the fleet, until its task is cancelled.
struct Discovery: Sendable {
    let fleet: Fleet
    let matcher: PortMatcher
    let isOn: Bool
    let logger: Logger

    func run() async {
        if isOn { await follow() }
        await Doorbell().wait()
    }

    private func follow() async {
        do {
            for try await devices in DeviceWatcher().devices() {
                let ports = devices.compactMap(matcher.port)
                logger.debug("USB devices", metadata: ["devices": "\(devices.count)", "modems": "\(ports.map(\.path))"])
                await fleet.attached(ports)
            }
        } catch {
            await fleet.cannotDiscover((error as? DiscoveryError)?.remedy ?? "\(error)")
        }
    }
}

extension PortMatcher {
    /// Takes links among the configured ttys (`/dev/serial/by-path/…`) for what they lead to on this machine.
    public init(library: ProfileLibrary, configured: [String]) {
        self.init(library: library, configured: Set(configured)) { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
    }
}
