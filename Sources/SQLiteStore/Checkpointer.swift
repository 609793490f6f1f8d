import Dispatch
import GRDB
import Synchronization

/// Moves the write-ahead log into the database, on a connection of its own, so that no call ever waits for it.
final class Checkpointer: Sendable {
    /// About a thousand pages: an operation with its indexes touches some ten.
    private static let commitsBetween = 100

    private let connection: DatabaseQueue
    private let commits = Mutex(0)

    init(path: String) throws {
        connection = try DatabaseQueue(path: path)
    }

    /// Counts a commit, and starts a checkpoint now and then. Passive: it waits for no reader and stops no writer.
    func committed() {
        let isDue = commits.withLock { count in
            count += 1
            if count >= Checkpointer.commitsBetween { count = 0 }
            return count == 0
        }
        guard isDue else { return }
        connection.asyncWriteWithoutTransaction { database in
            // What fails here is tried again later; the log only grows meanwhile.
            _ = try? database.checkpoint(.passive)
        }
    }

    /// Ends the connection.
    func close() throws { try connection.close() }
}
