import Fleet
import Modem
import SQLiteStore
import Telephony

/// The world as the fleet sees it: ttys, clock, store.
struct FleetSurroundings {
    let recorder: CallRecorder
    let store: SQLiteStore
    let world: World
    let lines: [Configuration.LineSettings]
    let arrivals: ArrivalBoard
    let changed: @Sendable () -> Void

    var surroundings: Surroundings {
        let keeper = PINKeeper(store: store, clock: world.clock, lines: lines)
        return Surroundings(
            open: world.sockets.open, now: { world.clock.now() }, pause: { [clock = world.clock] in try? await clock.sleep($0) },
            settle: { await recorder.settle($0, lineNumber: $1, facts: $2) },
            close: { store.close($0, at: world.clock.now()) },
            fault: world.sockets.fault, pin: { await keeper.pin(for: $0, $1) },
            pinEntered: { await keeper.entered($0, $1) },
            recover: world.sockets.recover, inventory: inventory,
            arrivals: arrivals, changed: changed)
    }

    /// What cannot be noted now is only forgotten at the next start.
    private var inventory: FleetInventory {
        FleetInventory(
            setDisabled: { (try? await store.setDisabled($0, $1)) != nil },
            noteProof: { try? await store.noteProof(of: $0, at: $1) },
            record: { try? await store.record($0) })
    }
}
