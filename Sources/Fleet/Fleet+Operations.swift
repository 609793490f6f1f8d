public import ATSyntax
import Modem
import Telephony

/// What an operator can do with a modem while it serves.
extension Fleet {
    /// Finds a modem by its tty, USB path, IMEI, identity or number.
    public func modem(named name: String) -> ModemSnapshot? {
        modems.first { modem in
            [modem.port.id, modem.modem.rawValue, modem.facts.equipment?.description, modem.number?.description]
                .contains(name) || modem.port.paths.contains(name)
        }
    }

    /// Takes a modem's line out of service, or puts it back; calls that ring are dropped all the same. Kept over restarts; `false`: that
    /// could not be written down, and holds until the next start only.
    public func setDisabled(_ isDisabled: Bool, _ modem: ModemSnapshot) async -> Bool {
        let name = modem.facts.equipment == nil ? modem.place : modem.modem
        let names: Set = isDisabled ? [name] : [name, modem.place]
        if isDisabled { disabled.formUnion(names) } else { disabled.subtract(names) }
        stations[modem.port.id]?.snapshot.isDisabled = isDisabled
        surroundings.changed()
        var isKept = true
        for name in names where await !surroundings.inventory.setDisabled(isDisabled, name) { isKept = false }
        return isKept
    }

    /// Starts a modem again; `false` where it has no session that could be told to.
    public func reset(_ modem: ModemSnapshot) async -> Bool {
        guard let session = stations[modem.port.id]?.session else { return false }
        stations[modem.port.id]?.snapshot.resets += 1
        await session.reset()
        return true
    }

    /// Sends a command between those of the session; its lines, or `nil` where there is no session.
    public func ask(_ modem: ModemSnapshot, _ command: TypedCommand) async -> [String]? {
        guard let session = stations[modem.port.id]?.session else { return nil }
        return await session.ask(command)
    }
}
