import Modem

/// Why there is no session with a modem.
extension ModemSnapshot.Fault {
    static func of(_ end: Modem.End, at path: String) -> ModemSnapshot.Fault {
        switch end {
        case .engine(.silent):
            .init(
                code: "silent", reason: "\(path) answers no AT command",
                remedy: "Name the modem's AT port, and stop other programs that use it (fuser \(path) shows them).")
        case .engine(.deaf):
            .init(
                code: "deaf", reason: "the modem stopped answering",
                remedy: "It is being recovered; check its power if this recurs.")
        case .engine(.restarted):
            .init(code: "restarted", reason: "the modem restarted by itself", remedy: "Check its power supply and cable.")
        case .engine(.cardChanged):
            .init(
                code: "sim-changed", reason: "its SIM was taken out or exchanged, or is ready only now",
                remedy: "Wait: the modem is asked who its SIM is. If you did not touch it, check that it sits firmly.")
        case .engine(.reset):
            .init(code: "resetting", reason: "the modem is starting again", remedy: "Wait: it comes back by itself.")
        case .link(.disconnected):
            .init(code: "disconnected", reason: "\(path) is disconnected", remedy: "Plug the modem in again.")
        case .link(.closed):
            .init(code: "reopening", reason: "its port is being opened again", remedy: "Wait: it comes back by itself.")
        case .link(.failed(let detail)):
            .init(
                code: "port-failed", reason: "\(path) failed (\(detail))", remedy: "Unplug the modem and plug it in again.")
        }
    }
}
