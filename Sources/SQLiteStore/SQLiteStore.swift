import Dispatch
import GRDB
public import Verification

/// Verifications, calls and deliveries in one SQLite file. An operation returns when it is durable (WAL, `synchronous=FULL`), and
/// throws a `StoreError` where the file cannot be read or written.
public final class SQLiteStore: Sendable {
    /// The database file.
    public let path: String
    let pool: DatabasePool
    let writer: CommitGroup
    let slotPolicy: SlotPolicy
    let customers = CustomerBook()
    let keys = KeyCache()
    let pace = SlotTable.Pace()
    let file: FileIdentity?
    private let directory: DataDirectory
    private let checkpointer: Checkpointer
    private let execution: StoreExecution

    /// Opens `ringcheck.sqlite` in `directory`, and makes both where they are missing. Throws a `StoreError` that says why not:
    /// another gateway has it, a newer version wrote it, it is no database, or it cannot be written.
    public init(
        directory path: String, slotPolicy: SlotPolicy = SlotPolicy(), execution: StoreExecution = .queues
    ) throws {
        let directory = try DataDirectory(path)
        self.directory = directory
        self.path = directory.databasePath
        file = FileIdentity(directory.databasePath)
        self.slotPolicy = slotPolicy
        self.execution = execution
        do {
            pool = try SQLiteStore.openPool(directory.databasePath)
            checkpointer = try Checkpointer(path: directory.databasePath, execution: execution)
        } catch {
            throw StoreError.translated(error, path: directory.databasePath)
        }
        writer = CommitGroup(pool: pool, path: directory.databasePath, checkpointer: checkpointer, execution: execution)
        do {
            let endpoints = try pool.read { try EndpointTable(database: $0).all() }
            customers.update { $0.endpoints = endpoints }
        } catch {
            throw StoreError.translated(error, path: directory.databasePath)
        }
    }

    /// Ends all connections and lets go of the directory. Operations in flight are finished first; later ones fail.
    public func close() throws {
        try? writer.finish()
        try pool.close()
        // Last, since it can write: whoever leaves last puts the log into the database and removes it.
        try checkpointer.close()
        directory.release()
    }

    private static func openPool(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        // What refers to a row is removed with it, by our own hand: SQLite would look through all calls for each verification.
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(5)
        // Of a new database only. What is written is written in whole pages, and most rows are short: an SD card lives longer so.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 512") }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // After opening: GRDB itself sets NORMAL while it opens.
        try pool.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON; PRAGMA cache_size = -8000
                    """)
        }
        guard try !pool.read(Schema.migrator.hasBeenSuperseded) else { throw StoreError.newerSchema(path: path) }
        try Schema.migrator.migrate(pool)
        return pool
    }

    /// Runs what may take long, where nobody waits for it.
    func examination(_ body: @escaping @Sendable () -> Void) {
        guard let run = execution.run else { return DispatchQueue.global(qos: .background).async(execute: body) }
        run(.examination, body)
    }

    /// Reads from a snapshot, beside the writer.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            guard let run = execution.run else { return try await pool.read(body) }
            return try await withCheckedThrowingContinuation { waiter in
                run(.read) { [pool] in waiter.resume(with: Result { try pool.read(body) }) }
            }
        } catch {
            throw StoreError.translated(error, path: path)
        }
    }
}
