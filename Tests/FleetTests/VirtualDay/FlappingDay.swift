import Fleet
import ModemSimulator
import Telephony
import VirtualWorld

/// What goes wrong in a day, and who calls meanwhile; the same for the same seed.
struct FlappingDay {
    private var generator: SplitMix64
    private let world: FlappingWorld
    private let modems: Int
    private var callers = 0
    /// A modem that has to be reset more often than the budget allows stays out of service, as it should: twice a day is enough.
    private var freezes: [Int: Int] = [:]

    init(seed: UInt64, world: FlappingWorld, modems: Int) {
        generator = SplitMix64(seed: seed)
        self.world = world
        self.modems = modems
    }

    /// One thing happens; `plugged` is told whenever something was plugged in or out.
    mutating func happen(_ plugged: @escaping @Sendable () -> Void) {
        let modem = Int.random(in: 0..<modems, using: &generator)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<62: call(modem)
        case 62..<70: replug(modem, plugged)
        case 70..<72: freeze(modem)
        case 72..<78: with(modem) { $0.modem.suffer(.reset, at: $1) }
        case 78..<83: noise(modem)
        case 83..<88: stall(modem)
        case 88..<92: loseNetwork(modem)
        case 92..<96: reenumerate(modem, plugged)
        default: for _ in 0..<3 { call(modem) }
        }
    }

    private mutating func call(_ modem: Int) {
        callers += 1
        let number = "+9198\(10_000_000 + callers)"
        let rings = Int.random(in: 1...6, using: &generator)
        with(modem) { $0.modem.ring(from: .presented(number), rings: rings, at: $1) }
    }

    private mutating func replug(_ modem: Int, _ plugged: @escaping @Sendable () -> Void) {
        let pause = Int.random(in: 1...900, using: &generator)
        let world = world
        // Often just as it rings, somewhere between the ring, the record and the hang-up.
        if Bool.random(using: &generator) {
            call(modem)
            world.run(for: .microseconds(Int.random(in: 0...6000, using: &generator)))
        }
        world.sockets.unplug(modem)
        // Sometimes discovery is slower than the end of the open port.
        world.time.after(.milliseconds(Int.random(in: 0...150, using: &generator)), plugged)
        world.time.after(.seconds(pause)) {
            world.sockets.plug(modem)
            plugged()
        }
    }

    /// It comes back at once under another name, before anybody told that it was gone.
    private func reenumerate(_ modem: Int, _ plugged: @escaping @Sendable () -> Void) {
        world.sockets.unplug(modem)
        world.sockets.plug(modem)
        plugged()
    }

    private mutating func freeze(_ modem: Int) {
        guard freezes[modem, default: 0] < 2 else { return }
        freezes[modem, default: 0] += 1
        let thaw = [VirtualStick.Thaw.reset, .reset, .usbReset, .powerCycle].randomElement(using: &generator)
        world.sockets.with(modem) { stick, _ in
            if stick.tty != nil { stick.thaw = thaw }
            return []
        }
    }

    private mutating func noise(_ modem: Int) {
        let bytes = (0..<Int.random(in: 1...300, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        with(modem) { $0.modem.suffer(.noise(bytes + [13, 10]), at: $1) }
    }

    private mutating func stall(_ modem: Int) {
        let seconds = Int.random(in: 1...40, using: &generator)
        with(modem) { $0.modem.suffer(.stall(.seconds(seconds)), at: $1) }
    }

    private mutating func loseNetwork(_ modem: Int) {
        let seconds = Int.random(in: 10...1200, using: &generator)
        let world = world
        with(modem) { $0.modem.set(.registration(2), at: $1) }
        world.time.after(.seconds(seconds)) {
            world.sockets.with(modem) { stick, now in stick.modem.set(.registration(1), at: now) }
        }
    }

    /// Nothing happens to a modem that is not there, or boots.
    private func with(_ modem: Int, _ body: (inout VirtualStick, BootInstant) -> [VirtualModemEffect]) {
        world.sockets.with(modem) { stick, now in stick.isUp(at: now) ? body(&stick, now) : [] }
    }
}
