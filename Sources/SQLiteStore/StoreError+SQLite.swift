import GRDB
import Verification

extension StoreError {
    /// What SQLite refused, as a fact; errors that are none of SQLite's stay as they are.
    static func translated(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return StoreError.damaged(path: path, detail: detail)
        case .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISUSE: return error
        default: return StoreError.unavailable(path: path, detail: detail)
        }
    }
}

extension DatabaseError {
    /// Whether it fails each time, whatever becomes of the disk.
    var isForGood: Bool {
        switch resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_MISMATCH, .SQLITE_TOOBIG,
            .SQLITE_RANGE:
            true
        default: false
        }
    }

    /// Whether the whole transaction is lost with the statement that failed, and not that statement's operation alone.
    var losesTransaction: Bool {
        switch resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE: false
        default: true
        }
    }
}
