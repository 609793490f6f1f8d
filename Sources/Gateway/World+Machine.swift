import CallbackTransport
import Fleet
import NIOPosix
import SerialPort

extension World {
    /// The real one.
    static func machine(_ client: CallbackClient) -> World {
        World(clock: .system(), sender: client, ask: { await client.ask($0) }, sockets: .ttys(loops: .singleton))
    }
}

extension World.Sockets {
    fileprivate static func ttys(loops: MultiThreadedEventLoopGroup) -> World.Sockets {
        World.Sockets(
            open: { path, baud, beside in
                let loop = (beside as? SerialLink)?.loop ?? loops.next()
                return try await SerialLink.open(path: path, baud: baud, on: loop)
            },
            fault: { fault($0) },
            recover: { step, port in await PortRecovery(port: port, loop: loops.next()).perform(step) })
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
