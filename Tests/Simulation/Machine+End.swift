import CVirtualMachine
import Foundation
import ModemSimulator
import SQLiteStore
import Telephony
import VirtualWorld

/// How a world ends.
extension Machine {
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
