import Fleet
public import Gateway
import Modem
import ModemDiscovery
import ModemProfiles
import NIOPosix
import SerialPort
import Telephony

/// Looks at every tty that may be a modem's, without the gateway: which answers AT commands, and who it is. A port that something
/// else holds, the gateway for one, is left alone.
public struct Probing: Sendable {
    private let configuration: Configuration
    private let library: ProfileLibrary

    /// Reads the profiles: those that are installed, and those of the configured folders.
    public init(_ configuration: Configuration) {
        self.configuration = configuration
        library = ProfileLibrary.installed(adding: configuration.modems.profiles)
    }

    /// `paths`: look at these ttys only; empty: at all that are configured or found. `looking` is told before each.
    public func perform(_ paths: [String], looking: (String) -> Void) async -> [ProbedPort] {
        let configured = configuration.modems.ports.map(candidate)
        guard paths.isEmpty else {
            let named = paths.map { path in configured.first { $0.path == path } ?? Candidate(path: path) }
            return await probe(named, looking: looking)
        }
        return await probe(configured + (await found(except: Set(configured.map(\.path)))), looking: looking)
    }

    private struct Candidate {
        var device: String?
        let path: String
        var baud = 115_200
        var profile: String?
        var role: ModemFamily.InterfaceRole?
        var obstacle: String?
    }

    private func candidate(_ settings: Configuration.PortSettings) -> Candidate {
        let family = settings.profile.flatMap { library.family(named: $0) }
        let port = Port(path: settings.path, baud: settings.baud, profile: family?.profile)
        return Candidate(path: port.path, baud: port.baud, profile: settings.profile)
    }

    private func found(except configured: Set<String>) async -> [Candidate] {
        let matcher = PortMatcher(library: library, configured: Array(configured))
        return await FirstList.devices().flatMap { device -> [Candidate] in
            let id = "\(device.vendor):\(device.product)"
            guard let port = matcher.port(for: device) else { return [] }
            if let obstacle = port.obstacle {
                return [Candidate(device: id, path: device.id, obstacle: "\(obstacle.reason). \(obstacle.remedy)")]
            }
            return device.ttys.map { tty in
                let role = library.family(vendor: device.vendor, product: device.product).flatMap { family, identity in
                    identity.interfaces[tty.interface] ?? family.protocols[tty.triple]
                }
                return Candidate(device: id, path: tty.path, baud: port.baud, profile: port.profile.name, role: role)
            }
        }
    }

    private func probe(_ candidates: [Candidate], looking: (String) -> Void) async -> [ProbedPort] {
        var ports: [ProbedPort] = []
        for candidate in candidates {
            looking(candidate.path)
            ports.append(await probe(candidate))
        }
        return ports
    }

    private func probe(_ candidate: Candidate) async -> ProbedPort {
        if let obstacle = candidate.obstacle { return port(candidate, .unusable, obstacle) }
        if let role = candidate.role, ![.at, .secondary, .modem].contains(role) {
            return port(candidate, .skipped, "its profile says \(role.rawValue): not asked")
        }
        do {
            guard await PortProbe(link: try await open(candidate)).takesCommands() else {
                return port(candidate, .silent, "answers no AT command")
            }
            let interview = PortInterview(link: try await open(candidate), now: { SystemClock().now().instant })
            return port(candidate, .modem, "answers AT commands", await interview.facts())
        } catch {
            return port(candidate, .closed, (error as? SerialPortError)?.remedy ?? "\(error)")
        }
    }

    private func open(_ candidate: Candidate) async throws -> SerialLink {
        try await SerialLink.open(
            path: candidate.path, baud: candidate.baud, on: MultiThreadedEventLoopGroup.singleton.next())
    }

    private func port(
        _ candidate: Candidate, _ verdict: ProbedPort.Verdict, _ remark: String, _ facts: ModemFacts? = nil
    ) -> ProbedPort {
        let told = library.family(manufacturer: facts?.manufacturer, model: facts?.model)?.profile.name
        return ProbedPort(
            device: candidate.device, path: candidate.path, profile: told ?? candidate.profile, role: candidate.role?.rawValue,
            verdict: verdict, remark: remark, manufacturer: facts?.manufacturer, model: facts?.model,
            imei: facts?.equipment?.description, sim: facts?.pinState, registration: facts?.registration, signalDBm: facts?.signal)
    }
}
