import Telephony

extension VirtualModem {
    mutating func networkCommand(_ command: SimulatedCommand) -> ResultCode? {
        switch (command.name, command.form) {
        case ("+CSQ", .act): return reply("+CSQ: \(network.signal),99")
        case ("+CESQ", .act): return reply("+CESQ: 42,0,255,255,255,255")
        case ("+COPS", .read): return reply(operatorText)
        case ("+COPS", .set): return .ok
        case ("+CBC", .act): return reply("+CBC: 0,100,4100")
        case ("+CCLK", .read): return reply("+CCLK: \"\(clockText)\"")
        case ("+CCFC", .set), ("+CLCK", .set): return service(command)
        case ("+CCWA", .set) where command.parameters.dropFirst().first == "2": return reply("+CCWA: 1,1")
        case ("+CSCS", _): return characterSet(command)
        case ("+CMGS", .set): return prompt()
        case ("+CFUN", .set): return functionality(command)
        default: return nil
        }
    }

    private var isOn: Bool { registers.number("+CFUN") == 1 && pin.state == .ready }

    private var operatorText: String {
        isOn && (network.isRegistered || [1, 5].contains(network.packetRegistration))
            ? "+COPS: 0,0,\"Ringcheck Virtual\",\(network.accessTechnology)" : "+COPS: 0"
    }

    /// `<stat>` of `+CREG` and its like (27.007, 7.2), with an invented cell where the mode asks for one.
    func registration(_ name: String, mode: Int) -> String {
        let status = isOn ? (name == "+CEREG" ? network.packetRegistration : network.registration) : 0
        guard mode == 2, [1, 5, 9, 10].contains(status) else { return String(status) }
        return "\(status),\"00A1\",\"0000B2C3\",\(network.accessTechnology)"
    }

    mutating func reportRegistration() {
        for name in ["+CREG", "+CGREG", "+CEREG"] where registers.number(name) > 0 {
            say("\(name): \(registration(name, mode: registers.number(name)))", after: answerDelay)
        }
    }

    private mutating func reply(_ text: String) -> ResultCode {
        inform(text)
        return .ok
    }

    /// Forwarding and locks: query (mode 2) is answered, anything else is taken without effect.
    private mutating func service(_ command: SimulatedCommand) -> ResultCode {
        guard command.parameters.dropFirst().first == "2", let kind = command.parameters.first else { return .ok }
        guard command.name == "+CCFC" else { return reply("+CLCK: \(kind == "AI" && network.isBarred ? 1 : 0),1") }
        let isOn = Int(kind).map(network.forwardings.contains) ?? false
        return reply(isOn ? "+CCFC: 1,1,\"+919999999999\",145" : "+CCFC: 0,7")
    }

    private mutating func characterSet(_ command: SimulatedCommand) -> ResultCode {
        switch command.form {
        case .read: return reply("+CSCS: \"\(registers.values["+CSCS"] ?? "GSM")\"")
        case .test: return reply("+CSCS: (\"GSM\",\"IRA\",\"UCS2\")")
        case .act: return .cme(50)
        case .set:
            guard let name = command.parameters.first, ["GSM", "IRA", "UCS2"].contains(name) else { return .cme(50) }
            registers.setText("+CSCS", name)
            return .ok
        }
    }

    private mutating func prompt() -> ResultCode {
        isPrompting = true
        write(Array("\r\n> ".utf8), after: answerDelay)
        return .ok
    }

    private mutating func functionality(_ command: SimulatedCommand) -> ResultCode {
        let before = registers.number("+CFUN")
        guard registers.set("+CFUN", command.parameters) else { return .cme(50) }
        if command.parameters.dropFirst().first == "1" {
            restart()
        } else if before != registers.number("+CFUN") {
            loseCalls()
            reportRegistration()
        }
        return .ok
    }

    /// A reset: all settings are lost, and with them the calls; the callers hear nothing but the end.
    mutating func restart() {
        loseCalls()
        registers.reset(personality)
        bootsUntil = now.advanced(by: .milliseconds(500))
        for text in personality.bootLines { say(text, after: .milliseconds(500)) }
    }

    private mutating func loseCalls() {
        for call in calls { effects.append(.event(.gaveUp(call.caller, at: now))) }
        calls = []
    }
}
