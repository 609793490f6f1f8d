import Telephony

/// Which modems applications know as up or down, and since when it is otherwise. A value: no I/O, no clock.
struct ModemVigil: Equatable, Sendable {
    private let patience: Duration
    private var told: [ModemID: Bool] = [:]
    private var awaySince: [ModemID: BootInstant] = [:]

    init(patience: Duration) { self.patience = patience }

    /// Nobody could be told of this change: it is found again at the next look.
    mutating func untold(_ modem: ModemID, isUp: Bool, at now: BootInstant) {
        told[modem] = !isUp
        if !isUp { awaySince[modem] = now.advanced(by: .zero - patience) }
    }

    /// Takes what is so now, and gives back what to tell, and when to look again. A modem that was never up is no news; one that is
    /// back is told at once, if it was told to be away.
    mutating func look(
        _ states: [ModemID: Bool], at now: BootInstant
    ) -> (changes: [(modem: ModemID, isUp: Bool)], next: BootInstant?) {
        var changes: [(ModemID, Bool)] = []
        for modem in Set(states.keys).union(told.keys).sorted(by: { $0.rawValue < $1.rawValue }) {
            if states[modem] == true {
                awaySince[modem] = nil
                if told.updateValue(true, forKey: modem) == false { changes.append((modem, true)) }
            } else if told[modem] == true {
                let since = awaySince[modem] ?? now
                awaySince[modem] = since
                guard since.advanced(by: patience) <= now else { continue }
                told[modem] = false
                awaySince[modem] = nil
                changes.append((modem, false))
            }
        }
        return (changes, awaySince.values.map { $0.advanced(by: patience) }.min())
    }
}
