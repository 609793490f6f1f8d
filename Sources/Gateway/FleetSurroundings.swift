import Fleet
import Modem
import NIOPosix
import SQLiteStore
import SerialPort
import Telephony

/// The world as the fleet sees it: ttys, clock, store.
struct FleetSurroundings {
    let recorder: CallRecorder
    let store: SQLiteStore
    let clock: SystemClock
    let loops: MultiThreadedEventLoopGroup
    let lines: [Configuration.LineSettings]
    let arrivals: ArrivalBoard
    let changed: @Sendable () -> Void

    var surroundings: Surroundings {
        let keeper = PINKeeper(store: store, clock: clock, lines: lines)
        return Surroundings(
            open: { path, baud, beside in
                let loop = (beside as? SerialLink)?.loop ?? loops.next()
                return try await SerialLink.open(path: path, baud: baud, on: loop)
            },
            now: { clock.now() }, pause: { try? await ContinuousClock().sleep(for: $0) },
            settle: { await recorder.settle($0, lineNumber: $1, facts: $2) },
            close: { try? await store.close($0, at: clock.now()) },
            fault: { FleetSurroundings.fault($0) }, pin: { await keeper.pin(for: $0, $1) },
            pinEntered: { await keeper.entered($0, wasTaken: $1) },
            recover: { step, port in await PortRecovery(port: port, loop: loops.next()).perform(step) }, inventory: inventory,
            arrivals: arrivals, changed: changed)
    }

    /// What cannot be noted now is only forgotten at the next start.
    private var inventory: FleetInventory {
        FleetInventory(
            setDisabled: { try? await store.setDisabled($0, $1) }, noteProof: { try? await store.noteProof(of: $0, at: $1) },
            record: { try? await store.record($0) })
    }

    private static func fault(_ error: any Error) -> ModemSnapshot.Fault {
        guard let error = error as? SerialPortError else {
            return .init(code: "port-failed", reason: "the port cannot be opened", remedy: "\(error)")
        }
        let (code, reason) =
            switch error {
            case .missing: ("port-missing", "the tty does not exist")
            case .denied: ("port-denied", "the tty may not be opened")
            case .held: ("port-held", "another program holds the tty")
            case .notATerminal: ("not-a-tty", "this is no serial port")
            case .failed: ("port-failed", "the port cannot be opened")
            }
        return .init(code: code, reason: reason, remedy: error.remedy)
    }
}
