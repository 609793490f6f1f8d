/// Why a port could not be opened.
public enum SerialPortError: Error, Hashable, Sendable {
    case missing(path: String)
    case denied(path: String)
    /// Another program holds it.
    case held(path: String)
    case notATerminal(path: String)
    case failed(path: String, detail: String)

    /// One sentence for the operator.
    public var remedy: String {
        switch self {
        case .missing(let path): "\(path) does not exist: plug the modem in, or correct the path under modems.ports."
        case .denied(let path): "\(path) may not be opened: add ringcheck's user to the group that owns it (dialout)."
        case .held(let path): "\(path) is held by another program: stop it (ModemManager? another ringcheck?)."
        case .notATerminal(let path): "\(path) is no serial port: name a tty under modems.ports."
        case .failed(let path, let detail): "\(path) cannot be opened (\(detail)): unplug the modem and plug it in again."
        }
    }
}
