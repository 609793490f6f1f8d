import Synchronization
import Verification

/// Keys that were lately looked up, so that a request costs no read. Emptied whenever a key is revoked: only the store does that.
final class KeyCache: Sendable {
    private static let capacity = 1024
    private static let millisecondsBetweenUses: Int64 = 60_000

    private struct State {
        var records: [[UInt8]: APIKeyRecord] = [:]
        var uses: [KeyID: Int64] = [:]
        /// How often it was emptied.
        var mark = 0
    }

    private let state = Mutex(State())

    /// To be taken before a key is read, and handed back with it.
    var mark: Int { state.withLock { $0.mark } }

    func record(_ hash: [UInt8]) -> APIKeyRecord? { state.withLock { $0.records[hash] } }

    /// Not where the cache was emptied since it was read: it may be the one that was revoked.
    func remember(_ record: APIKeyRecord, readAt mark: Int) {
        state.withLock { state in
            guard state.mark == mark else { return }
            if state.records.count >= KeyCache.capacity { state.records = [:] }
            state.records[record.hash] = record
        }
    }

    func removeAll() {
        state.withLock { state in
            state.records = [:]
            state.mark += 1
        }
    }

    /// Whether this use is to be written down.
    func noteUse(of key: KeyID, at milliseconds: Int64) -> Bool {
        state.withLock { state in
            guard milliseconds - state.uses[key, default: .min / 2] >= KeyCache.millisecondsBetweenUses else { return false }
            state.uses[key] = milliseconds
            return true
        }
    }
}
