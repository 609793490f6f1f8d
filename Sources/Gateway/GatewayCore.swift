package import Fleet
package import GatewayAPI
package import Logging
import ModemProfiles
import ModemSimulator
import Outbox
package import SQLiteStore

/// The whole gateway between its ports and its listeners: what runs in the field, and in the simulation.
package struct GatewayCore: Sendable {
    let ground: Ground
    let recorder: CallRecorder
    package let fleet: Fleet
    private let live: LiveBackend

    /// Reads what is known from before; nothing moves until the ``workers`` run.
    package init(_ configuration: Configuration, store: SQLiteStore, in world: World, logger: Logger) async throws {
        try await self.init(
            configuration, store: store, in: world, bank: nil, library: ProfileLibrary(families: []), logger: logger)
    }

    init(
        _ configuration: Configuration, store: SQLiteStore, in world: World, bank: VirtualModemBank?, library: ProfileLibrary,
        logger: Logger
    ) async throws {
        ground = try await Ground(configuration, store: store, in: world, logger: logger)
        let (recorder, arrivals) = ground.recorder()
        self.recorder = recorder
        fleet = try await ground.fleet(bank, library, recorder, arrivals)
        live = ground.backend(fleet, recorder, bank)
    }

    /// What the listeners stand on.
    package var backend: any GatewayBackend { live }

    /// The loops that make it work, in their order: they are stopped in reverse, so that the courier drains last. Each ends with its task.
    package var workers: [@Sendable () async -> Void] {
        let (expirer, warden) = (ground.expirer(fleet, recorder), ground.warden(fleet, recorder))
        let (watch, pruner, clockWatch) = (ground.modemWatch(fleet), ground.pruner(fleet), ground.clockWatch)
        let prover = LineProver(store: ground.store, fleet: fleet, clock: ground.clock, logger: ground.logger)
        return [
            { await ground.courier.run() }, { await fleet.run() }, { await expirer.run() }, { await warden.run() },
            { await prover.run() }, { await ground.herald.run() }, { await watch.run() }, { await pruner.run() },
            { await clockWatch.run() }, { await ground.diskWatch.run() },
        ]
    }
}
