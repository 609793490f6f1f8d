/// Why a port could not be opened.
public enum SerialPortError: Error, Hashable, Sendable {
    /// There is none, or no device behind it (`ENOENT`, `ENODEV`, `ENXIO`).
    case missing(path: String)
    /// Its permissions keep this user out (`EACCES`, `EPERM`).
    case denied(path: String)
    /// Another program holds it.
    case held(path: String)
    /// It is no tty (`tcgetattr`).
    case notATerminal(path: String)
    /// `detail`: the operating system's word for it.
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
