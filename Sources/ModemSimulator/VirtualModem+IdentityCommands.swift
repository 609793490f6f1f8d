import Telephony

extension VirtualModem {
    mutating func identityCommand(_ command: SimulatedCommand) -> ResultCode? {
        switch command.name {
        case "I": return tell(personality.manufacturer, personality.model, "Revision: \(personality.revision)")
        case "+CGMI", "+GMI": return told(command, personality.manufacturer)
        case "+CGMM", "+GMM": return told(command, personality.model)
        case "+CGMR", "+GMR": return told(command, personality.revision)
        case "+CGSN", "+GSN": return told(command, identity.imei)
        case "+GCAP": return told(command, "+GCAP: +CGSM")
        case "+CPIN": return pinCommand(command)
        case "+CIMI": return ofSIM { $0.told(command, $0.identity.imsi) }
        case "+CNUM": return ofSIM { $0.ownNumber() }
        case personality.cardCommand: return card()
        default: return nil
        }
    }

    private mutating func tell(_ lines: String...) -> ResultCode {
        for line in lines { inform(line) }
        return .ok
    }

    private mutating func told(_ command: SimulatedCommand, _ text: String) -> ResultCode {
        if command.form == .act { inform(text) }
        return command.form == .act || command.form == .test ? .ok : .cme(50)
    }

    private mutating func ofSIM(_ answer: (inout VirtualModem) -> ResultCode) -> ResultCode {
        pin.refusal ?? answer(&self)
    }

    private mutating func ownNumber() -> ResultCode {
        if let number = identity.number { inform("+CNUM: \"\",\"\(number)\",145") }
        return .ok
    }

    /// EF-ICCID can be read without the PIN (3GPP TS 31.101, 13.2).
    private mutating func card() -> ResultCode {
        guard pin.state != .missing else { return .cme(10) }
        inform("\(personality.cardCommand): \(identity.iccid)")
        return .ok
    }

    private mutating func pinCommand(_ command: SimulatedCommand) -> ResultCode {
        switch command.form {
        case .read: return pin.state == .missing ? .cme(10) : tell("+CPIN: \(pin.state.rawValue)")
        case .test: return .ok
        case .act: return .cme(50)
        case .set:
            let result = pin.enter(command.parameters.first ?? "")
            if result == .ok { reportRegistration() }
            return result
        }
    }
}
