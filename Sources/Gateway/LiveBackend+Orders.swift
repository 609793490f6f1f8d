import ATSyntax
import Fleet
import GatewayAPI

/// What an operator wants of a modem.
extension LiveBackend {
    func carryOut(_ order: ModemOrder) async throws(ModemOrderRefusal) -> ModemAnswer {
        guard let modem = await fleet.modem(named: order.modem) else {
            throw ModemOrderRefusal(remedy: "There is no modem '\(order.modem)': see `ringcheck modems list`.")
        }
        switch order.action {
        case .enable: await fleet.setDisabled(false, modem)
        case .disable: await fleet.setDisabled(true, modem)
        case .reset:
            guard await fleet.reset(modem) else { throw LiveBackend.noSession(modem) }
        case .at: return try await ask(modem, order.command ?? "")
        }
        return ModemAnswer(lines: [])
    }

    private func ask(_ modem: ModemSnapshot, _ text: String) async throws(ModemOrderRefusal) -> ModemAnswer {
        let command: TypedCommand
        do {
            command = try TypedCommand(text)
        } catch {
            throw ModemOrderRefusal(remedy: error.remedy)
        }
        guard let lines = await fleet.ask(modem, command), !lines.isEmpty else { throw LiveBackend.noSession(modem) }
        return ModemAnswer(lines: lines)
    }

    private static func noSession(_ modem: ModemSnapshot) -> ModemOrderRefusal {
        ModemOrderRefusal(remedy: "\(modem.port.path) has no session now: see `ringcheck status`.")
    }
}
