import Glibc
import Telephony

/// All modems of a bank with their terminals; under one lock.
struct BankState: Sendable {
    struct Slot: Sendable {
        var modem: VirtualModem
        var terminal: PseudoTerminal?
    }

    var slots: [Slot]
    var listener: Int32?
    var clients: [Int32: [UInt8]] = [:]
    var observers: [Int: AsyncStream<BankEvent>.Continuation] = [:]
    var isClosed = false

    /// Carries out what a modem wants done.
    mutating func perform(_ effects: [VirtualModemEffect], at index: Int) {
        for effect in effects {
            switch effect {
            case .write(let bytes): slots[index].terminal?.write(bytes)
            case .event(let event): tell(event, at: index)
            case .unplug: unplug(index)
            }
        }
    }

    private mutating func tell(_ event: VirtualModemEvent, at index: Int) {
        for observer in observers.values { observer.yield(BankEvent(modem: index, event: event)) }
        connect(event, from: index)
    }

    /// The network between the modems of a bank: who dials another one's number is heard there, and both hear how it ends.
    private mutating func connect(_ event: VirtualModemEvent, from index: Int) {
        switch event {
        case .dialled(let digits, let instant):
            guard let target = slot(of: digits), target != index, let number = slots[index].modem.identity.number else { return }
            perform(slots[target].modem.ring(from: .presented(number.description), rings: 20, at: instant), at: target)
        case .rangOff(let digits, let instant):
            guard let target = slot(of: digits), let number = slots[index].modem.identity.number else { return }
            perform(slots[target].modem.callerRangOff(.presented(number.description), at: instant), at: target)
        case .dropped(.presented(let caller), _, let instant), .gaveUp(.presented(let caller), let instant):
            guard let target = slot(of: caller), let number = slots[index].modem.identity.number else { return }
            for digits in [number.description, number.digits] {
                perform(slots[target].modem.remoteEnded(digits, at: instant), at: target)
            }
        case .rang, .dropped, .gaveUp, .answered, .unplugged: return
        }
    }

    private func slot(of digits: String) -> Int? {
        slots.firstIndex { $0.modem.identity.number.map { $0.description == digits || $0.digits == digits } ?? false }
    }

    private mutating func unplug(_ index: Int) {
        slots[index].terminal?.close()
        slots[index].terminal = nil
    }

    mutating func tick(at now: BootInstant) {
        for index in slots.indices {
            guard let deadline = slots[index].modem.nextDeadline, deadline <= now else { continue }
            perform(slots[index].modem.elapsed(to: now), at: index)
        }
    }

    /// The instant of the next ring or late line.
    var nextDeadline: BootInstant? { slots.compactMap(\.modem.nextDeadline).min() }

    mutating func read(_ descriptor: Int32, at now: BootInstant) {
        if descriptor == listener {
            if let client = ControlSocket.accept(descriptor) { clients[client] = [] }
        } else if clients[descriptor] != nil {
            readControl(descriptor, at: now)
        } else if let index = slots.firstIndex(where: { $0.terminal?.master == descriptor }) {
            guard let bytes = slots[index].terminal?.read() else { return unplug(index) }
            perform(slots[index].modem.received(bytes, at: now), at: index)
        }
    }

    /// All descriptors that may have something to read.
    var descriptors: [Int32] { slots.compactMap { $0.terminal?.master } + clients.keys + [listener].compactMap(\.self) }

    mutating func closeAll() {
        for index in slots.indices { unplug(index) }
        for client in clients.keys { _ = close(client) }
        if let listener { _ = close(listener) }
        for observer in observers.values { observer.finish() }
        (clients, listener, observers, isClosed) = ([:], nil, [:], true)
    }
}
