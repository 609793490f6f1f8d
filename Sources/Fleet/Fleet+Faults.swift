import Modem

/// What is wrong with a modem, in words, and what to do.
extension Fleet {
    static func fault(of modem: ModemSnapshot) -> ModemSnapshot.Fault? {
        let facts = modem.facts
        if !facts.isCardReady {
            return .init(
                reason: "the SIM says \(facts.pinState ?? "nothing")",
                remedy: "Put a working SIM in, and switch its PIN request off with a phone.")
        }
        if !facts.isRegistered {
            return .init(
                reason: registration(facts.registration),
                remedy: "Check the antenna, the SIM's contract, and whether the operator still runs a network this modem knows.")
        }
        if facts.isReady, modem.number == nil {
            return .init(
                reason: "the SIM does not tell its number", remedy: "Set 'number' for \(modem.port.path) under modems.ports.")
        }
        return nil
    }

    static func fault(of end: Modem.End, at path: String) -> ModemSnapshot.Fault {
        switch end {
        case .engine(.silent):
            .init(reason: "\(path) answers no AT command", remedy: "Name the modem's AT port, and stop other programs that use it.")
        case .engine(.deaf):
            .init(reason: "the modem stopped answering", remedy: "It is opened again; check its power if this recurs.")
        case .engine(.reset): .init(reason: "the modem is starting again", remedy: "Wait: it comes back by itself.")
        case .engine(.restarted): .init(reason: "the modem restarted by itself", remedy: "Check its power supply and cable.")
        case .link(.disconnected): .init(reason: "\(path) is disconnected", remedy: "Plug the modem in again.")
        case .link(.closed): .init(reason: "\(path) was closed", remedy: "Start ringcheck again.")
        case .link(.failed(let detail)):
            .init(reason: "\(path) failed (\(detail))", remedy: "Unplug the modem and plug it in again.")
        }
    }

    /// `+CREG` status in words (3GPP TS 27.007, 7.2).
    private static func registration(_ status: Int?) -> String {
        switch status {
        case 0: "not registered and not searching"
        case 2: "searching for a network"
        case 3: "registration denied"
        case 6, 7: "registered for messages only"
        case 8: "emergency calls only"
        default: "registration unknown"
        }
    }
}
