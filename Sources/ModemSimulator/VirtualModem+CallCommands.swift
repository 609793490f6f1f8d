import Telephony

extension VirtualModem {
    mutating func callCommand(_ command: SimulatedCommand) -> ResultCode? {
        switch command.name {
        case "A": return answer() ? .ok : .noCarrier
        case "H": return hook(command)
        case "+CHUP": return command.form == .act ? release("+CHUP") { $0.state != .waiting } : .ok
        case "+CHLD": return holdOrRelease(command)
        case "+CLCC" where command.form == .act: return list()
        case "D": return dial(command)
        case "+CPAS": return activity()
        default: return nil
        }
    }

    private mutating func hook(_ command: SimulatedCommand) -> ResultCode {
        let isDeaf = personality.obeysCVHU && registers.number("+CVHU") > 0
        return isDeaf ? .ok : release("H") { $0.state != .waiting }
    }

    private mutating func release(_ name: String, where fits: (VirtualCall) -> Bool) -> ResultCode {
        if !personality.deafTo.contains(name) { hangUp(by: name, where: fits) }
        return .ok
    }

    /// `+CHLD` (3GPP TS 27.007, 7.13; TS 22.030, 6.5.5.1).
    private mutating func holdOrRelease(_ command: SimulatedCommand) -> ResultCode {
        if command.form == .test {
            inform("+CHLD: (0,1,1x,2,2x,3)")
            return .ok
        }
        let action = command.parameters.first ?? ""
        switch action {
        case "0": return releaseWaitingOrHeld()
        case "1": return releaseActiveAndAccept()
        case "2": return .ok
        default: return releaseOne(action)
        }
    }

    private mutating func releaseWaitingOrHeld() -> ResultCode {
        let waits = calls.contains { $0.state == .waiting || $0.state == .incoming }
        return release("+CHLD") { waits ? $0.state == .waiting || $0.state == .incoming : $0.state == .held }
    }

    private mutating func releaseActiveAndAccept() -> ResultCode {
        guard !calls.isEmpty else { return .cme(3) }
        let result = release("+CHLD") { $0.state == .active }
        ringDue()
        answer()
        return result
    }

    private mutating func releaseOne(_ action: String) -> ResultCode {
        guard action.first == "1", let index = Int(action.dropFirst()) else { return .cme(50) }
        guard calls.contains(where: { $0.index == index }) else { return .cme(3) }
        return release("+CHLD") { $0.index == index }
    }

    private mutating func list() -> ResultCode {
        for call in calls {
            inform(
                listing(index: call.index, caller: call.caller, state: call.state.rawValue, isOutgoing: call.isOutgoing))
        }
        return .ok
    }

    private mutating func activity() -> ResultCode {
        inform("+CPAS: \(ringing != nil ? 3 : calls.isEmpty ? 0 : 4)")
        return .ok
    }

    /// Voice calls only, which end with `;` (3GPP TS 27.007, 6.2). They are never connected.
    private mutating func dial(_ command: SimulatedCommand) -> ResultCode {
        guard case .set(let text) = command.form else { return .error }
        let digits = text.filter { $0 == "+" || $0.isASCII && $0.isNumber }
        guard text.last == ";", !digits.isEmpty else { return .noCarrier }
        return beginOutgoing(to: digits)
    }
}
