import Fleet
import Gateway
import ModemDiscovery
import ModemProfiles

/// The ttys that the gateway is to use: configured ones, and those of the devices that discovery would take.
struct TTYs {
    let all: [String]

    init(configuration: Configuration, devices: [AttachedDevice], library: ProfileLibrary) {
        let configured = configuration.modems.ports.map(\.path)
        let matcher = PortMatcher(library: library, configured: configured)
        let found = devices.compactMap(matcher.port).filter { $0.obstacle == nil }.flatMap { $0.paths + $0.sidePaths }
        all = configured + found
    }
}
