import ATSyntax
import Fleet
import GatewayAPI
import SQLiteStore
import Telephony

/// What an operator wants of a modem.
extension LiveBackend {
    func carryOut(_ order: ModemOrder) async throws(ModemOrderRefusal) -> ModemAnswer {
        guard let modem = await fleet.modem(named: order.modem) else {
            throw ModemOrderRefusal(remedy: "There is no modem '\(order.modem)': see `ringcheck modems list`.")
        }
        switch order.action {
        case .enable, .disable:
            guard await fleet.setDisabled(order.action == .disable, modem) else {
                throw ModemOrderRefusal(
                    remedy: "This holds until the next start only, since the database cannot be written: see `ringcheck status`.")
            }
        case .reset:
            guard await fleet.reset(modem) else { throw LiveBackend.noSession(modem) }
        case .prove: return try await prove(modem)
        case .at: return try await ask(modem, order.command ?? "")
        }
        return ModemAnswer(lines: [])
    }

    private func prove(_ modem: ModemSnapshot) async throws(ModemOrderRefusal) -> ModemAnswer {
        guard let busy = try? await database.linesWithSlots(at: now()) else {
            throw ModemOrderRefusal(remedy: "The database does not answer: see `ringcheck status`.")
        }
        guard !busy.contains(modem.line) else {
            throw ModemOrderRefusal(remedy: "Verifications hold slots on this line: try again when they have ended for a minute.")
        }
        guard let pair = await fleet.caller(of: modem.line, busy: busy) else {
            throw ModemOrderRefusal(
                remedy: "No other line may call it now: one that takes calls, has no slots and calls left for today is needed.")
        }
        let caller = await fleet.modems.first { $0.line == pair.caller }?.number?.description ?? pair.caller.rawValue
        switch await fleet.test(pair) {
        case .arrived: return ModemAnswer(lines: ["A call from \(caller) arrived with its number."])
        case .withoutNumber:
            throw ModemOrderRefusal(remedy: "A call from \(caller) arrived without its number: is it withheld, or is CLIP missing?")
        case .notArrived:
            throw ModemOrderRefusal(
                remedy: "A call from \(caller) did not arrive: call the number from a phone, and see `ringcheck status`.")
        case .notDialled:
            throw ModemOrderRefusal(remedy: "\(caller) did not dial: this says nothing of the line you asked about.")
        }
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
