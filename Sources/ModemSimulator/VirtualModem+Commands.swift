import Telephony

extension VirtualModem {
    mutating func take(_ byte: UInt8) {
        if registers.isEchoing { write([byte]) }
        guard !isPrompting else { return takeText(byte) }
        guard let finished = line.take(byte, terminator: registers.s(3), backspace: registers.s(5)) else { return }
        switch finished {
        case .tooLong: sayResult(.error, after: answerDelay)
        case .body(let body): execute(body)
        }
    }

    /// The text of a message ends with Ctrl-Z, or is thrown away with ESC; nothing is ever sent.
    private mutating func takeText(_ byte: UInt8) {
        guard byte == 0x1B || byte == 0x1A else { return }
        isPrompting = false
        sayResult(byte == 0x1B ? .ok : .error, after: answerDelay)
    }

    /// Runs the commands of a line in order until one fails; one result code answers them all (ITU-T V.250, 5.6).
    private mutating func execute(_ body: String) {
        if let answer = answers["AT\(body)".uppercased()] {
            inform(answer)
            return sayResult(.ok, after: answerDelay)
        }
        guard let commands = SimulatedCommand.all(in: body) else { return sayResult(.error, after: answerDelay) }
        for command in commands {
            let result = carryOut(command)
            if isPrompting || result != .ok { return isPrompting ? () : sayResult(result, after: answerDelay) }
        }
        sayResult(.ok, after: answerDelay)
        trailRings(behind: commands)
    }

    /// Rings that stood in the modem's buffer before the hang-up.
    private mutating func trailRings(behind commands: [SimulatedCommand]) {
        guard personality.trailingRings > 0, lastHangUp == now,
            commands.contains(where: { ["H", "+CHUP", "+CHLD"].contains($0.name) })
        else { return }
        for _ in 0..<personality.trailingRings { sayResult(.ring, after: answerDelay) }
    }

    /// An information response of the command that runs.
    mutating func inform(_ text: String) { say(text, after: answerDelay) }

    private mutating func carryOut(_ command: SimulatedCommand) -> ResultCode {
        if personality.lacks.contains(command.name) { return .cme(4) }
        if let result = basic(command) { return result }
        if let result = callCommand(command) { return result }
        if let result = identityCommand(command) { return result }
        if let result = networkCommand(command) { return result }
        return register(command)
    }

    private mutating func basic(_ command: SimulatedCommand) -> ResultCode? {
        let value = command.parameters.first ?? ""
        switch command.name {
        case "E": return toggle(value) { $0.isEchoing = $1 }
        case "V": return toggle(value) { $0.isVerbose = $1 }
        case "Q": return toggle(value) { $0.isQuiet = $1 }
        case "Z", "&F":
            registers.reset(personality)
            return .ok
        case "&D", "&C", "&W", "&K", "&S", "&V", "L", "M", "X", "P", "T": return .ok
        default: return command.name.first == "S" ? sRegister(command) : nil
        }
    }

    private mutating func toggle(_ value: String, _ set: (inout Registers, Bool) -> Void) -> ResultCode {
        guard ["", "0", "1"].contains(value) else { return .error }
        set(&registers, value == "1")
        return .ok
    }

    private mutating func sRegister(_ command: SimulatedCommand) -> ResultCode {
        guard let number = Int(command.name.dropFirst()), (0...255).contains(number) else { return .error }
        guard case .set = command.form else {
            let value = String(registers.s(number))
            inform(String(repeating: "0", count: 3 - value.count) + value)
            return .ok
        }
        guard let value = UInt8(command.parameters.first ?? ""), value < 128 || number != 3 else { return .error }
        registers.setS(number, value)
        return .ok
    }

    private mutating func register(_ command: SimulatedCommand) -> ResultCode {
        guard let (_, limits) = Registers.defaults[command.name] else { return .cme(4) }
        switch command.form {
        case .read: inform("\(command.name): \(readable(command.name))")
        case .test: inform("\(command.name): \(limits.map { "(0-\($0))" }.joined(separator: ","))")
        case .act: return .cme(50)
        case .set: if !registers.set(command.name, command.parameters) { return .cme(50) }
        }
        return .ok
    }

    /// `+CLIP?` tells beside the setting that the subscription has the service (27.007, 7.6); `+CREG?` tells the state.
    private func readable(_ name: String) -> String {
        switch name {
        case "+CLIP": return "\(registers.number(name)),\(network.showsCallers ? 1 : 0)"
        case "+CFUN": return String(registers.number(name))
        case "+CREG", "+CGREG", "+CEREG": return "\(registers.number(name)),\(registration(name, mode: registers.number(name)))"
        default: return registers.values[name] ?? "0"
        }
    }
}
