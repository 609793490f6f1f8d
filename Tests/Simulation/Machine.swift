import CVirtualMachine
import Gateway
import ModemSimulator
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
    nonisolated(unsafe) static var graveyard: [Any] = []
    /// Lives so far.
    var lives = 0

    let time: VirtualTime
    let settings: Settings
    let ledger: Ledger
    private(set) var sockets: VirtualSockets!
    let shop: Shop
    var chance: SplitMix64
    var bootedAt = BootInstant(nanoseconds: 0)
    var boots = 1
    /// What the wall clock shows more than the world's time, milliseconds.
    private var wallOffset = Machine.epoch
    private static let epoch: Int64 = 1_796_000_000_000
    /// The most that it showed more.
    private var largestOffset = Machine.epoch
    var process: Process?
    /// What happens after so many jobs.
    var fuse: (jobs: Int, end: End)?
    var armed: End?
    var nextDirectory: String?
    var diskState = VIRTUAL_DISK_WELL
    var diskStallsUntil = BootInstant(nanoseconds: 0)
    var isHealed = false

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

    func sleep(_ duration: Duration, for process: Process) async throws {
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
}
