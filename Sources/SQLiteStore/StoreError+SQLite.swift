import GRDB
import Verification

extension StoreError {
    /// What SQLite refused, as a fact; errors that are none of SQLite's stay as they are.
    static func translated(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        // An online backup leaves no message behind.
        let message = error.message.flatMap { $0 == "not an error" ? nil : $0 }
        let detail = message ?? "SQLite error \(error.extendedResultCode)"
        if error.tellsDamage { return StoreError.damaged(path: path, detail: detail) }
        switch error.resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISUSE: return error
        default: return StoreError.unavailable(path: path, detail: detail)
        }
    }
}

extension DatabaseError {
    /// Whether the file is damaged: what failed so fails each time.
    var tellsDamage: Bool { [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(resultCode) }

    /// Whether the whole transaction is lost with the statement that failed, and not that statement's operation alone.
    var losesTransaction: Bool {
        switch resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE: false
        default: true
        }
    }
}
