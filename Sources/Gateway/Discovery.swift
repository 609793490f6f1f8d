import Fleet
import ModemDiscovery

/// Hands the USB devices that come and go to the fleet.
struct Discovery: Sendable {
    let fleet: Fleet
    let matcher: PortMatcher

    func run() async {
        do {
            for try await devices in DeviceWatcher().devices() { await fleet.attached(devices.compactMap(matcher.port)) }
        } catch {
            await fleet.cannotDiscover((error as? DiscoveryError)?.remedy ?? "\(error)")
        }
    }
}
