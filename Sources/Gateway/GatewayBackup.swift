import SQLiteStore
import Verification

/// Copies of the database, as the command line makes and restores them.
public enum GatewayBackup {
    /// Copies the database of a data directory, also while a gateway runs; `progress`: the part that is done. Throws one sentence.
    public static func make(of directory: String, to target: String, progress: @escaping (Double) -> Void) throws(StartError) {
        do {
            try DatabaseBackup.make(of: directory, to: target, progress: progress)
        } catch let error as StoreError where error.isDamage {
            throw StartError(error.remedy)
        } catch {
            throw StartError(sentence(error))
        }
    }

    /// What was put back.
    public struct Restoration: Hashable, Sendable {
        /// Where the database of before is kept; `nil`: there was none.
        public let former: String?
        /// Whether keys that were revoked since the copy was made are still revoked.
        public let keepsRevocations: Bool
    }

    /// Puts a copy in the place of a data directory's database, and keeps that one beside it. Throws one sentence.
    public static func restore(_ backup: String, into directory: String) throws(StartError) -> Restoration {
        do {
            let done = try DatabaseBackup.restore(backup, into: directory)
            return Restoration(former: done.former, keepsRevocations: done.keepsRevocations)
        } catch {
            throw StartError(sentence(error))
        }
    }

    private static func sentence(_ error: any Error) -> String {
        switch error as? StoreError {
        case .unavailable(let path, let detail): "\(path): \(detail). Check its permissions and the space on the disk."
        case .inUse(let path): "\(path) is in use by a running gateway: stop it first."
        case .damaged(let path, let detail): "\(path) is no sound copy (\(detail)): take another one."
        case let error?: error.remedy
        case nil: "\(error)"
        }
    }
}

extension StoreError {
    fileprivate var isDamage: Bool { if case .damaged = self { true } else { false } }
}
