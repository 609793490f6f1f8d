import Fleet
import Modem
import ModemProfiles
import ModemSimulator
import NIOPosix
import SQLiteStore
import Telephony

/// The fleet as the configuration wants it.
extension GatewayService {
    func fleet(
        _ bank: VirtualModemBank?, _ library: ProfileLibrary, recorder: CallRecorder, store: SQLiteStore, clock: SystemClock
    ) throws(StartError) -> Fleet {
        let virtual = (bank?.ports ?? []).map { Port(path: $0.path, isSimulated: true) }
        return Fleet(
            ports: virtual + (try configuredPorts(library)), awaitsDevices: configuration.modems.discover,
            policy: FleetPolicy(
                calls: .init(commitsFirst: configuration.dropsAfterCommit, dropDeadline: configuration.dropDeadline),
                allowsRoaming: configuration.modems.allowsRoaming, numbers: numbers,
                recognise: { library.family(manufacturer: $0, model: $1)?.profile }),
            surroundings: FleetSurroundings(
                recorder: recorder, store: store, clock: clock, loops: .singleton, lines: configuration.modems.lines
            ).surroundings, logger: logger)
    }

    private var numbers: [ICCID: MSISDN] {
        let known = configuration.modems.lines.compactMap { line in line.number.map { (line.card, $0) } }
        return Dictionary(known, uniquingKeysWith: { $1 })
    }

    private func configuredPorts(_ library: ProfileLibrary) throws(StartError) -> [Port] {
        var ports: [Port] = []
        for port in configuration.modems.ports {
            let family = port.profile.flatMap { library.family(named: $0) }
            if let name = port.profile, family == nil {
                let known = library.families.keys.sorted().joined(separator: ", ")
                throw StartError("modems.ports: there is no profile '\(name)' for \(port.path): use one of \(known).")
            }
            ports.append(
                Port(path: port.path, baud: port.baud, profile: family?.profile, number: port.number, pinFile: port.pinFile))
        }
        return ports
    }
}
