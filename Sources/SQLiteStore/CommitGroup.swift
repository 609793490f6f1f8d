import GRDB
import Synchronization
import Verification

/// The one writer. Operations queue up; whoever is waiting when it comes free shares one commit, so that many calls at once
/// cost one `fdatasync`. A lone operation waits for nobody.
final class CommitGroup: Sendable {
    private let pool: DatabasePool
    private let path: String
    private let capacity: Int
    private let queue = Mutex(Queue())
    private let lastFailure = Mutex<String?>(nil)
    private let checkpointer: Checkpointer
    private let execution: StoreExecution
    private let deferred = DeferredWrites()

    init(pool: DatabasePool, path: String, checkpointer: Checkpointer, execution: StoreExecution = .queues, capacity: Int = 10_000)
    {
        self.pool = pool
        self.path = path
        self.checkpointer = checkpointer
        self.execution = execution
        self.capacity = capacity
    }

    /// Why the last commit failed; `nil`: it went through.
    var failure: String? { lastFailure.withLock { $0 } }

    /// An operation that waits. `attempt` gives what is to be done once it is durable; it may run twice, the first time undone.
    private struct Operation: Sendable {
        /// Whether it reads what was left for later, which is written before it then.
        let readsDeferred: Bool
        let attempt: @Sendable (Database) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    /// What was left for later comes before these operations, after them, or not with them.
    private enum DeferredTurn { case first, last, never }

    private struct Queue {
        /// Operations that may share a commit.
        struct Stage {
            var urgent: [Operation] = []
            var ordinary: [Operation] = []

            var operations: [Operation] { urgent + ordinary }
            var isEmpty: Bool { urgent.isEmpty && ordinary.isEmpty }

            /// When what was left for later is written with these.
            var turn: DeferredTurn {
                if urgent.contains(where: \.readsDeferred) || ordinary.contains(where: \.readsDeferred) { return .first }
                return ordinary.isEmpty ? .never : .last
            }
        }

        private var stages = [Stage()]
        private(set) var count = 0
        var isDraining = false

        mutating func add(_ operation: Operation, _ rank: Rank) {
            count += 1
            switch rank {
            case .urgent: stages[stages.count - 1].urgent.append(operation)
            case .ordinary: stages[stages.count - 1].ordinary.append(operation)
            case .inOrder: stages += [Stage(urgent: [operation]), Stage()]
            }
        }

        mutating func takeStage() -> Stage {
            while true {
                let stage = stages.removeFirst()
                let isLast = stages.isEmpty
                if isLast { stages = [Stage()] }
                count -= stage.urgent.count + stage.ordinary.count
                if !stage.isEmpty || isLast { return stage }
            }
        }
    }

    /// Which operations come before it.
    enum Rank {
        /// Calls: only others like it.
        case urgent
        case ordinary
        /// All that came before it, and none that comes after it.
        case inOrder
    }

    /// Runs `body` as one all-or-nothing operation; returns once it is durable. `committed` comes before any operation of
    /// a later commit.
    func perform<Value: Sendable>(
        _ rank: Rank = .ordinary, readsDeferred: Bool = false, committed: @escaping @Sendable (Value) -> Void = { _ in },
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { waiter in
            let operation = Operation(
                readsDeferred: readsDeferred,
                attempt: { database in
                    let value = try body(database)
                    return {
                        committed(value)
                        waiter.resume(returning: value)
                    }
                },
                fail: { waiter.resume(throwing: $0) })
            enqueue(operation, rank)
        }
    }

    /// Runs `body` with the next commit that no call waits for, or at ``flush()``. Until then a crash loses it.
    func later(_ body: @escaping DeferredWrites.Write) { deferred.add(body) }

    /// Commits what was left for later, if anything was.
    func flush() async throws {
        guard !deferred.isEmpty else { return }
        try await perform(readsDeferred: true) { _ in }
    }

    /// The same on this thread, before the database is closed.
    func finish() throws { try pool.write { try deferred.write(in: $0) } }

    private func enqueue(_ operation: Operation, _ rank: Rank) {
        let verdict = queue.withLock { queue -> (isFull: Bool, starts: Bool) in
            guard queue.count < capacity else { return (true, false) }
            queue.add(operation, rank)
            defer { queue.isDraining = true }
            return (false, !queue.isDraining)
        }
        if verdict.isFull {
            operation.fail(StoreError.unavailable(path: path, detail: "\(capacity) operations wait for the disk"))
        } else if verdict.starts {
            start()
        }
    }

    private func start() {
        guard let run = execution.run else { return pool.asyncWriteWithoutTransaction { self.drain($0) } }
        run(.write) { self.pool.writeWithoutTransaction { self.drain($0) } }
    }

    private func drain(_ database: Database) {
        while let stage = next() { commit(stage, in: database) }
    }

    private func next() -> Queue.Stage? {
        queue.withLock { queue in
            let stage = queue.takeStage()
            if stage.isEmpty { queue.isDraining = false }
            return stage.isEmpty ? nil : stage
        }
    }

    /// Without savepoints first, which cost more than some operations do; where one of the group fails, all again, each in its own, so
    /// that it fails alone, and without what was left for later.
    private func commit(_ stage: Queue.Stage, in database: Database) {
        let group = stage.operations
        do {
            try run(group, in: database, deferred: stage.turn) { try $0.attempt(database) }
        } catch {
            guard deferred.rolledBack() || group.count > 1 else { return fail(group, error) }
            do {
                try run(group, in: database, deferred: .never) { try attempt($0, in: database) }
            } catch {
                fail(group, error)
            }
        }
    }

    private func run(
        _ group: [Operation], in database: Database, deferred turn: DeferredTurn,
        _ attempt: (Operation) throws -> @Sendable () -> Void
    ) throws {
        var finished: [@Sendable () -> Void] = []
        let before = database.totalChangesCount
        try database.inTransaction(.immediate) {
            if turn == .first { try deferred.write(in: database) }
            for operation in group { finished.append(try attempt(operation)) }
            if turn == .last, database.totalChangesCount > before { try deferred.write(in: database) }
            return .commit
        }
        deferred.committed()
        lastFailure.withLock { $0 = nil }
        for finish in finished { finish() }
        checkpointer.committed()
    }

    private func fail(_ group: [Operation], _ error: any Error) {
        let translated = StoreError.translated(error, path: path)
        switch translated as? StoreError {
        case .unavailable(_, let detail), .damaged(_, let detail): lastFailure.withLock { $0 = detail }
        default: break
        }
        for operation in group { operation.fail(translated) }
    }

    /// Runs one operation in its savepoint. An error of its own is its own affair; one that loses the transaction is thrown on.
    private func attempt(_ operation: Operation, in database: Database) throws -> @Sendable () -> Void {
        var finish: @Sendable () -> Void = {}
        do {
            try database.inSavepoint {
                finish = try operation.attempt(database)
                return .commit
            }
        } catch {
            if (error as? DatabaseError)?.losesTransaction == true { throw error }
            let translated = StoreError.translated(error, path: path)
            return { operation.fail(translated) }
        }
        return finish
    }
}
