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
        let people = Public(machine: machine, ledger: ledger, chance: chance.fork())
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
        shop.changeMood(to: .well)
        machine.heal()
        // Until all is calm, or it never will be.
        for _ in 0..<17 {
            machine.run(for: .seconds(60))
            if inspector.isCalm { break }
        }
        if machine.process?.core == nil { ledger.fault(.comesBack, "the gateway does not run") }
        inspector.look()
        inspector.lookAtTheEnd(shop.receipts)
    }
}
