import CVirtualMachine
import Fleet
import Foundation
import Gateway
import Logging
import ModemSimulator
import Outbox
import SQLiteStore
import Telephony
import Verification
import VirtualWorld

/// The computer: its clocks, its disk, and the gateway's process on it, from one crash to the next. All of it is on one thread.
final class Machine: @unchecked Sendable {
    /// One life of the gateway.
    final class Process: @unchecked Sendable {
        let number: Int
        let directory: String
        /// What the global pool would run, in any order; what the event loop of the ttys would run, in order.
        let pool = ManualExecutor()
        let loop = ManualExecutor()
        var store: SQLiteStore?
        var core: GatewayCore?
        var work: [Task<Void, Never>] = []

        init(number: Int, directory: String) {
            self.number = number
            self.directory = directory
        }

        var owner: VirtualTime.Owner { .process(number) }
    }

    /// How a life ends.
    enum End: String { case killed, powerLost }

    /// What dead processes waited for. Never run and never let go: nobody there hears of anything any more.
    nonisolated(unsafe) private static var graveyard: [Any] = []
    /// Lives so far.
    private var lives = 0

    let time: VirtualTime
    let settings: Settings
    let ledger: Ledger
    private(set) var sockets: VirtualSockets!
    private let shop: Shop
    var chance: SplitMix64
    private var bootedAt = BootInstant(nanoseconds: 0)
    private(set) var boots = 1
    /// What the wall clock shows more than the world's time, milliseconds.
    private var wallOffset = Machine.epoch
    private static let epoch: Int64 = 1_796_000_000_000
    /// The most that it showed more.
    private var largestOffset = Machine.epoch
    private(set) var process: Process?
    /// What happens after so many jobs.
    private var fuse: (jobs: Int, end: End)?
    private var armed: End?
    private var nextDirectory: String?
    var diskState = VIRTUAL_DISK_WELL
    var diskStallsUntil = BootInstant(nanoseconds: 0)
    private(set) var isHealed = false

    init(settings: Settings, time: VirtualTime, ledger: Ledger, shop: Shop, chance: SplitMix64) {
        self.settings = settings
        self.time = time
        self.ledger = ledger
        self.shop = shop
        self.chance = chance
        virtual_disk_begin()
        sockets = VirtualSockets(
            settings.personalities, time: time,
            observer: .init(
                happened: { [ledger] stick, event in ledger.happened(event, at: stick) },
                delivered: { [ledger] stick, bytes in ledger.delivered(bytes, at: stick) },
                wrote: { [ledger] stick, bytes in ledger.wrote(bytes, to: stick) },
                restarted: { [ledger] stick in ledger.end(.frozen, of: stick) }))
    }

    // MARK: Time

    /// As the process sees it.
    var now: Moment {
        let instant = time.now
        return Moment(
            boot: BootID(rawValue: "boot-\(boots)"),
            instant: BootInstant(nanoseconds: instant.nanoseconds - bootedAt.nanoseconds),
            unixMilliseconds: wallOffset + instant.nanoseconds / 1_000_000)
    }

    /// Not so far that it is time to erase anything.
    func stepWallClock(by duration: Duration) {
        guard abs(wallOffset - Machine.epoch + duration.wholeNanoseconds / 1_000_000) < 5 * 86_400_000 else { return }
        ledger.note("the wall clock steps by \(duration)")
        ledger.clockStepped()
        wallOffset += duration.wholeNanoseconds / 1_000_000
        largestOffset = max(largestOffset, wallOffset)
    }

    /// Somebody sets the clock, so that no record is from the future.
    func showTheLatestTime() {
        let behind = largestOffset - wallOffset
        if behind > 0 { stepWallClock(by: .milliseconds(behind)) }
    }

    private func sleep(_ duration: Duration, for process: Process) async throws {
        let waiter = Waiter()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard waiter.wait(continuation) else { return continuation.resume() }
                time.after(duration, for: process.owner) { waiter.wake() }
            }
        } onCancel: {
            waiter.wake()
        }
        try Task.checkCancellation()
    }

    /// Lets time pass, from event to event.
    func run(for duration: Duration) {
        let end = time.now.advanced(by: duration)
        repeat {
            burn()
            while runOne() {}
        } while time.step(until: end)
    }

    private func runOne() -> Bool {
        guard let process else { return false }
        let (pool, loop) = (process.pool.count, process.loop.count)
        guard pool + loop > 0 else { return false }
        ledger.jobs += 1
        guard ledger.jobs < settings.mostJobs else { return ledger.fault(.runsFree, "more than \(settings.mostJobs) jobs") }
        let pick = Int.random(in: 0..<(pool + loop), using: &chance)
        _ = pick < loop ? process.loop.runOne() : process.pool.runOne(at: pick - loop)
        if let fuse {
            self.fuse = fuse.jobs > 1 ? (fuse.jobs - 1, fuse.end) : nil
            if fuse.jobs <= 1 { crash(fuse.end) }
        }
        return true
    }

    /// What the disk was armed for has come.
    private func burn() {
        guard let end = armed, virtual_disk_has_struck() != 0 else { return }
        armed = nil
        virtual_disk_disarm()
        crash(end, survives: false)
    }

    // MARK: The process

    func start() {
        guard process == nil else { return }
        let directory = nextDirectory ?? freshDirectory()
        nextDirectory = nil
        lives += 1
        let new = Process(number: lives, directory: directory)
        process = new
        simulatedPool = new.pool
        ledger.note("the gateway starts, life \(new.number)")
        new.work = [Task { await self.live(new) }]
    }

    private func live(_ process: Process) async {
        do {
            let store = try SQLiteStore(
                directory: process.directory, slotPolicy: settings.slotPolicy,
                execution: .ruled { [weak process] kind, body in
                    guard let process else { return }
                    self.time.after(self.latency(kind), for: process.owner) { body() }
                })
            process.store = store
            let core = try await GatewayCore(
                settings.configuration(dataDirectory: process.directory), store: store, in: world(process),
                logger: ledger.logger)
            process.core = core
            process.work += core.workers.map { worker in Task { await worker() } }
            attach()
        } catch {
            ledger.note("the gateway cannot start: \(error)")
            time.after(.zero) { if self.process === process { self.crash(.killed) } }
        }
    }

    private func world(_ process: Process) -> World {
        World(
            clock: GatewayClock(machine: { self.now }, sleep: { try await self.sleep($0, for: process) }),
            sender: ShopSender(shop: shop, process: process),
            ask: { _ in .failure(.broken("there is no veto here")) },
            sockets: .init(
                open: { path, _, _ in
                    try await self.sleep(.milliseconds(1), for: process)
                    let link = try self.sockets.open(path, on: process.loop, for: process.owner)
                    self.sockets.place(of: path).map(self.ledger.opened)
                    return link
                },
                fault: { _ in .init(code: "port-missing", reason: "the port cannot be opened", remedy: "Plug it in.") },
                recover: { step, port in self.sockets.recover(step, port) }))
    }

    /// Tells the fleet what is plugged in.
    func attach() {
        guard let core = process?.core else { return }
        let ports = sockets.ports
        process?.work.append(Task { await core.fleet.attached(ports) })
    }

    private func freshDirectory() -> String {
        let directory = "\(settings.folder)/\(lives)-\(boots)"
        virtual_disk_survive(settings.template, directory, 0, 0)
        return directory
    }

    /// The process ends here and now, whatever it was about to do.
    func crash(_ end: End, survives: Bool = true) {
        guard let process else { return }
        ledger.note("crash: \(end.rawValue)")
        if nextDirectory == nil { nextDirectory = "\(settings.folder)/\(lives)-\(boots)-after" }
        if survives, let next = nextDirectory {
            virtual_disk_survive(process.directory, next, end == .powerLost ? 1 : 0, chance.next())
        }
        Machine.graveyard += time.takeAway(process.number) as [Any] + sockets.abandonLinks() + [process]
        self.process = nil
        simulatedPool = nil
        (fuse, armed) = (nil, nil)
        virtual_disk_disarm()
        ledger.crashed(end)
        for stick in sockets.sticks.indices { ledger.begin(.unwatched, of: stick) }
        try? process.store?.close()
        virtual_disk_remove(process.directory + "/")
        if end == .powerLost { reboot() }
        time.after(.milliseconds(Int.random(in: 200...20_000, using: &chance))) { self.start() }
    }

    private func reboot() {
        boots += 1
        bootedAt = time.now
        if chance.chance(60) { sockets.restartAll() }
        // A board without a clock of its own comes back with the time it was switched off, or a little earlier.
        if chance.chance(30) { stepWallClock(by: .seconds(-Int.random(in: 1...240, using: &chance))) }
        ledger.rebooted(boots, at: time.now)
    }

    /// Lights a fuse: the process ends after so many jobs.
    func crash(_ end: End, afterJobs jobs: Int) { fuse = (max(1, jobs), end) }

    /// The process ends in the midst of the so manieth change of the disk.
    func crash(_ end: End, atChange change: Int) {
        guard let process, armed == nil else { return }
        armed = end
        let next = "\(settings.folder)/\(lives)-\(boots)-after"
        nextDirectory = next
        virtual_disk_arm(Int64(change), process.directory, next, end == .powerLost ? 1 : 0, chance.next())
    }

    // MARK: The end

    /// From now on nothing goes wrong any more.
    func heal() {
        isHealed = true
        (fuse, armed) = (nil, nil)
        virtual_disk_disarm()
        if process != nil { nextDirectory = nil }
        setDisk(VIRTUAL_DISK_WELL)
        diskStallsUntil = time.now
        for index in sockets.sticks.indices {
            sockets.plug(index)
            for kind in [Ledger.Outage.Kind.unplugged, .unregistered, .frozen] { ledger.end(kind, of: index) }
            sockets.with(index) { stick, now in
                if stick.thaw != nil { stick.restart(at: now) }
                return stick.modem.set(.registration(1), at: now)
            }
        }
        attach()
    }

    /// Whether a modem has been reset as often as it may be: it stays out of service, as it should.
    func isSpent(_ stick: Int) -> Bool { (sockets.resets[stick] ?? []).count > 5 }

    func bury() {
        if let process {
            Machine.graveyard += time.takeAway(process.number) as [Any] + sockets.abandonLinks() + [process]
            try? process.store?.close()
        }
        process = nil
        simulatedPool = nil
        virtual_disk_remove(settings.folder + "/")
        try? FileManager.default.removeItem(atPath: settings.folder)
    }
}

/// Where jobs of the global pool go: to the process that lives.
nonisolated(unsafe) var simulatedPool: ManualExecutor?
