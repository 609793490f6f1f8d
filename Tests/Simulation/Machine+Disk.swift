import CVirtualMachine
import SQLiteStore
import Telephony
import VirtualWorld

/// What goes wrong with the disk.
extension Machine {
    /// How long the disk takes for it.
    func latency(_ work: StoreExecution.Work) -> Duration {
        let usual = Duration.microseconds(Int.random(in: 100...4000, using: &chance))
        return max(usual, diskStallsUntil.duration(since: time.now))
    }

    /// Whatever is asked of the disk takes until then.
    func stallDisk(for duration: Duration) {
        ledger.note("the disk stalls for \(duration)")
        diskStallsUntil = time.now.advanced(by: duration)
        ledger.diskWasBad(until: diskStallsUntil)
    }

    /// The disk refuses, as `state` says, for so long.
    func spoilDisk(_ state: virtual_disk_state, for duration: Duration) {
        guard diskState == VIRTUAL_DISK_WELL else { return }
        ledger.note("the disk is bad (\(state.rawValue)) for \(duration)")
        setDisk(state)
        ledger.diskWasBad(until: time.now.advanced(by: duration + .seconds(1)))
        time.after(duration) { if !self.isHealed { self.setDisk(VIRTUAL_DISK_WELL) } }
    }

    func setDisk(_ state: virtual_disk_state) {
        diskState = state
        virtual_disk_set_state(state)
    }
}
