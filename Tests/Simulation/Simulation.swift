import CVirtualMachine
import Telephony
import VirtualWorld

/// One seed's world, from its first moment to the last check.
struct Simulation {
    let seed: UInt64
    let settings: Settings
    let ledger: Ledger
    let time = VirtualTime()
    private let machine: Machine
    private let shop: Shop
    private let people: Public
    private let happenings: Happenings
    private var chance: SplitMix64

    init(seed: UInt64, folder: String, template: String, isTracing: Bool = false) {
        var chance = SplitMix64(seed: seed)
        self.seed = seed
        virtual_chance_seed(chance.next())
        settings = Settings(seed: seed, chance: &chance, folder: folder, template: template)
        ledger = Ledger(time: time, isTracing: isTracing)
        ledger.dropsAtOnce = !settings.dropsAfterCommit
        shop = Shop(time: time, ledger: ledger, chance: chance.fork())
        machine = Machine(settings: settings, time: time, ledger: ledger, shop: shop, chance: chance.fork())
        people = Public(machine: machine, ledger: ledger, chance: chance.fork())
        happenings = Happenings(machine: machine, shop: shop, people: people, ledger: ledger, chance: chance.fork())
        self.chance = chance
    }

    /// Lives through it; what was broken is in the ledger. Gives back how much virtual time went by.
    mutating func run() -> Duration {
        let inspector = Inspector(machine: machine, ledger: ledger)
        ledger.isRecorded = { inspector.isRecorded($0) }
        machine.start()
        machine.run(for: .seconds(40))
        let end = time.now.advanced(by: settings.duration)
        var nextInspection = time.now
        while time.now < end, ledger.faults.isEmpty {
            machine.run(
                for: .milliseconds(Int.random(in: 10...Int(settings.longestPause.components.seconds) * 1000, using: &chance)))
            happenings.happen()
            guard time.now >= nextInspection else { continue }
            inspector.look()
            nextInspection = time.now.advanced(by: .seconds(60))
        }
        if ledger.faults.isEmpty { finish(inspector) }
        inspector.close()
        machine.bury()
        return time.now.duration(since: BootInstant(nanoseconds: 1_000_000_000))
    }

    /// Everything is mended, and has time to come right.
    private func finish(_ inspector: Inspector) {
        ledger.note("everything is mended")
        shop.changeMood(to: .well, of: nil)
        machine.heal()
        waitForCalm(inspector)
        guard machine.process?.core != nil else {
            ledger.fault(.comesBack, "the gateway does not run")
            return
        }
        seeItServe(inspector)
        waitForCalm(inspector)
        inspector.look()
        inspector.lookAtTheEnd(shop.receipts)
    }

    /// Until all is calm, or it never will be.
    private func waitForCalm(_ inspector: Inspector) {
        for _ in 0..<17 {
            machine.run(for: .seconds(60))
            if inspector.isCalm { break }
        }
    }

    /// Each line is handed out again, and who calls it is verified. Test calls arrive nowhere in this world: the lines that they are for are not
    /// handed out, as it should be.
    private func seeItServe(_ inspector: Inspector) {
        guard !settings.testsLines else { return }
        machine.showTheLatestTime()
        var idle = machine.sockets.sticks.indices.filter { !machine.isSpent($0) }
        for attempt in 0..<10 where !idle.isEmpty {
            for stick in idle { people.askAndCall(stick, from: Simulation.newcomer(stick, attempt)) }
            machine.run(for: .seconds(70))
            idle.removeAll { inspector.isServed(Simulation.newcomer($0, attempt)) }
        }
        for stick in idle { ledger.fault(.comesBack, "nobody is served on \(stick)") }
    }

    private static func newcomer(_ stick: Int, _ attempt: Int) -> String { "+9198200000\(stick)\(attempt)" }
}
