import Fleet
import ModemDiscovery
import Outbox

/// Hands the USB devices that come and go to the fleet, until its task is cancelled.
struct Discovery: Sendable {
    let fleet: Fleet
    let matcher: PortMatcher
    let isOn: Bool

    func run() async {
        if isOn { await follow() }
        await Doorbell().wait()
    }

    private func follow() async {
        do {
            for try await devices in DeviceWatcher().devices() { await fleet.attached(devices.compactMap(matcher.port)) }
        } catch {
            await fleet.cannotDiscover((error as? DiscoveryError)?.remedy ?? "\(error)")
        }
    }
}
