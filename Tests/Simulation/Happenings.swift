import CVirtualMachine
import ModemSimulator
import Telephony
import VirtualWorld

/// What goes wrong, and what people do meanwhile. On the one thread of the simulation.
final class Happenings: @unchecked Sendable {
    private let machine: Machine
    private let shop: Shop
    private let people: Public
    private let ledger: Ledger
    private var chance: SplitMix64
    private var time: VirtualTime { machine.time }
    /// A modem that has to be reset more often than the budget allows stays out of service, as it should.
    private var freezes: [Int: Int] = [:]

    init(machine: Machine, shop: Shop, people: Public, ledger: Ledger, chance: SplitMix64) {
        self.machine = machine
        self.shop = shop
        self.people = people
        self.ledger = ledger
        self.chance = chance
    }

    func happen() {
        switch Int.random(in: 0..<1000, using: &chance) {
        case 0..<520: people.ask()
        case 520..<660: people.strangerCalls(Int.random(in: machine.sockets.sticks.indices, using: &chance))
        case 660..<700: twoCallers()
        case 700..<780: modemSuffers()
        case 780..<830: diskSuffers()
        case 830..<870: crash()
        case 870..<895: stepClock()
        case 895..<945:
            shop.changeMood(
                to: Shop.Mood.allCases.randomElement(using: &chance) ?? .well,
                of: chance.chance(60) ? Settings.applications.randomElement(using: &chance) : nil)
        default: shop.changeMood(to: .well, of: nil)
        }
    }

    private func twoCallers() {
        let sticks = machine.sockets.sticks.indices
        let first = Int.random(in: sticks, using: &chance)
        let second = chance.chance(70) ? first : Int.random(in: sticks, using: &chance)
        people.strangerCalls(first)
        time.after(.milliseconds(Int.random(in: 0...3000, using: &chance))) { self.people.strangerCalls(second) }
    }

    // MARK: The machine

    private func diskSuffers() {
        if chance.chance(50) { return machine.stallDisk(for: .milliseconds(Int.random(in: 100...9000, using: &chance))) }
        let states = [VIRTUAL_DISK_FULL, VIRTUAL_DISK_BROKEN, VIRTUAL_DISK_UNSYNCED, VIRTUAL_DISK_READ_ONLY]
        machine.spoilDisk(
            states.randomElement(using: &chance) ?? VIRTUAL_DISK_FULL,
            for: .milliseconds(Int.random(in: 50...30_000, using: &chance)))
    }

    /// Somewhere: after some jobs, in the midst of a write, or now; often while somebody calls.
    private func crash() {
        let end: Machine.End = chance.chance(60) ? .killed : .powerLost
        if chance.chance(60) { people.strangerCalls(Int.random(in: machine.sockets.sticks.indices, using: &chance)) }
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: machine.crash(end, afterJobs: Int.random(in: 1...400, using: &chance))
        case 1: machine.crash(end, atChange: Int.random(in: 1...60, using: &chance))
        default:
            time.after(.microseconds(Int.random(in: 0...8000, using: &chance))) { self.machine.crash(end) }
        }
    }

    private func stepClock() {
        let sizes = [2, 30, 400, 7200, 200_000]
        let size = Int.random(in: 1...(sizes.randomElement(using: &chance) ?? 2), using: &chance)
        machine.stepWallClock(by: .seconds(Bool.random(using: &chance) ? size : -size))
    }

    // MARK: The modems

    private func modemSuffers() {
        let stick = Int.random(in: machine.sockets.sticks.indices, using: &chance)
        guard machine.sockets.sticks[stick].isUp(at: time.now) else { return }
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: replug(stick)
        case 1: freeze(stick)
        case 2: reset(stick)
        case 3: noise(stick)
        case 4: stall(stick)
        case 5: loseNetwork(stick)
        case 6: cut(stick)
        default: comeBackElsewhere(stick)
        }
    }

    private func replug(_ stick: Int) {
        ledger.note("unplug \(stick)")
        ledger.lost(stick)
        ledger.begin(.unplugged, of: stick)
        machine.sockets.unplug(stick)
        // Sometimes discovery is slower than the end of the open port.
        time.after(.milliseconds(Int.random(in: 0...150, using: &chance))) { self.machine.attach() }
        time.after(.seconds(Int.random(in: 1...300, using: &chance))) {
            self.ledger.note("plug \(stick)")
            self.machine.sockets.plug(stick)
            self.ledger.end(.unplugged, of: stick)
            self.machine.attach()
        }
    }

    private func comeBackElsewhere(_ stick: Int) {
        ledger.note("\(stick) comes back under another name")
        ledger.lost(stick)
        ledger.begin(.restarted, of: stick, for: .seconds(8))
        machine.sockets.unplug(stick)
        machine.sockets.plug(stick)
        machine.attach()
    }

    /// The tty fails, and the modem rings on.
    private func cut(_ stick: Int) {
        ledger.note("the tty of \(stick) fails")
        ledger.unheard(stick)
        ledger.begin(.cut, of: stick, for: .zero)
        machine.sockets.cut(stick)
    }

    private func freeze(_ stick: Int) {
        guard freezes[stick, default: 0] < 2 else { return }
        freezes[stick, default: 0] += 1
        ledger.note("\(stick) freezes")
        ledger.lost(stick)
        ledger.forgetWhatIsUntold(by: stick)
        ledger.begin(.frozen, of: stick)
        let thaw = [VirtualStick.Thaw.reset, .reset, .usbReset, .powerCycle].randomElement(using: &chance)
        machine.sockets.with(stick) { stick, _ in
            stick.thaw = thaw
            return []
        }
    }

    private func reset(_ stick: Int) {
        ledger.note("\(stick) resets")
        ledger.resets[stick] = time.now
        ledger.begin(.restarted, of: stick, for: .seconds(8))
        ledger.lost(stick)
        machine.sockets.with(stick) { $0.modem.suffer(.reset, at: $1) }
    }

    private func noise(_ stick: Int) {
        ledger.note("noise on \(stick)")
        ledger.disturbed(stick)
        let bytes = (0..<Int.random(in: 1...300, using: &chance)).map { _ in UInt8.random(in: 0...255, using: &chance) }
        machine.sockets.with(stick) { $0.modem.suffer(.noise(bytes + [13, 10]), at: $1) }
    }

    private func stall(_ stick: Int) {
        let seconds = Int.random(in: 1...40, using: &chance)
        ledger.note("\(stick) stalls for \(seconds) s")
        ledger.disturbed(stick)
        ledger.stalled(stick, until: time.now.advanced(by: .seconds(seconds)))
        ledger.forgetWhatIsUntold(by: stick)
        ledger.begin(.stalled, of: stick, for: .seconds(seconds))
        machine.sockets.with(stick) { $0.modem.suffer(.stall(.seconds(seconds)), at: $1) }
    }

    private func loseNetwork(_ stick: Int) {
        ledger.note("\(stick) loses its network")
        machine.sockets.with(stick) { $0.modem.set(.registration(2), at: $1) }
        ledger.begin(.unregistered, of: stick)
        time.after(.seconds(Int.random(in: 10...600, using: &chance))) {
            self.ledger.end(.unregistered, of: stick)
            self.machine.sockets.with(stick) { $0.modem.set(.registration(1), at: $1) }
        }
    }
}
