import Dispatch
import GRDB
import Synchronization

/// Moves the write-ahead log into the database, on a connection of its own, so that no call ever waits for it.
final class Checkpointer: Sendable {
    /// Some 1,500 pages: an operation with its indexes touches ten to twenty.
    private static let commitsBetween = 100

    private let connection: DatabaseQueue
    private let commits = Mutex(0)
    private let execution: StoreExecution

    init(path: String, execution: StoreExecution = .queues) throws {
        self.execution = execution
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
        guard let run = execution.run else { return connection.asyncWriteWithoutTransaction { Checkpointer.checkpoint($0) } }
        run(.checkpoint) { [connection] in connection.writeWithoutTransaction { Checkpointer.checkpoint($0) } }
    }

    /// What fails here is tried again later; the log only grows meanwhile.
    private static func checkpoint(_ database: Database) { _ = try? database.checkpoint(.passive) }

    /// Ends the connection.
    func close() throws { try connection.close() }
}
