import CVirtualMachine
import Fleet
import Gateway
import Logging
import Outbox
import SQLiteStore
import Telephony
import Verification
import VirtualWorld

/// The gateway's process: started, and ended in the midst of whatever it does.
extension Machine {
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
}

/// Where jobs of the global pool go: to the process that lives.
nonisolated(unsafe) var simulatedPool: ManualExecutor?
