import Fleet
import Modem
import ModemProfiles
import ModemSimulator
import SQLiteStore
import Telephony

/// The fleet as the configuration wants it.
extension Ground {
    func fleet(
        _ bank: VirtualModemBank?, _ library: ProfileLibrary, _ recorder: CallRecorder, _ arrivals: ArrivalBoard
    ) async throws -> Fleet {
        let surroundings = FleetSurroundings(
            recorder: recorder, store: store, world: world, lines: configuration.modems.lines,
            arrivals: arrivals,
            changed: {
                wardship.ring()
                watch.ring()
            })
        let virtual = (bank?.ports ?? []).map { Port(path: $0.path, isSimulated: true) }
        return Fleet(
            ports: virtual + (try configuredPorts(library)), awaitsDevices: configuration.modems.discover,
            policy: FleetPolicy(
                calls: .init(commitsFirst: configuration.dropsAfterCommit, dropDeadline: configuration.dropDeadline),
                allowsRoaming: configuration.modems.allowsRoaming, numbers: numbers, receivability: receivability,
                recognise: { library.family(manufacturer: $0, model: $1)?.profile }),
            past: try await past, surroundings: surroundings.surroundings, logger: logger)
    }

    /// What is known from before this start.
    private var past: FleetPast {
        get async throws {
            try await store.forgetLineTests(before: startedAt.unixMilliseconds - 7 * 86_400_000)
            return FleetPast(
                disabled: try await store.disabledModems(), proofs: try await store.lineProofs(), tests: try await store.lineTests()
            )
        }
    }

    private var receivability: ReceivabilityPlan.Policy {
        let settings = configuration.modems.receivability
        return .init(
            isOn: settings.isTested, interval: settings.interval, perDay: settings.perDay,
            exempt: Set(configuration.modems.lines.filter { !$0.isTested }.map(\.card)))
    }

    private var numbers: [ICCID: MSISDN] {
        let known = configuration.modems.lines.compactMap { line in line.number.map { (line.card, $0) } }
        return Dictionary(known, uniquingKeysWith: { $1 })
    }

    private func configuredPorts(_ library: ProfileLibrary) throws(StartError) -> [Port] {
        if let problem = configuration.modems.profileProblems(library).first { throw StartError(problem) }
        return configuration.modems.ports.map { port in
            let family = port.profile.flatMap { library.family(named: $0) }
            return Port(path: port.path, baud: port.baud, profile: family?.profile, number: port.number, pinFile: port.pinFile)
        }
    }
}

extension Configuration.Modems {
    /// Ports whose profile is not there.
    func profileProblems(_ library: ProfileLibrary) -> [String] {
        ports.compactMap { port in
            guard let name = port.profile, library.family(named: name) == nil else { return nil }
            let known = library.families.keys.sorted().joined(separator: ", ")
            return "modems.ports: there is no profile '\(name)' for \(port.path): use one of \(known)."
        }
    }
}
