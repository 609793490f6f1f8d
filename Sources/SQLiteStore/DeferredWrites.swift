import GRDB
import Synchronization

/// Writes that nobody waits for: each goes with the next commit that is made anyway, so that it costs none of its own. A crash before
/// that loses it.
final class DeferredWrites: Sendable {
    typealias Write = @Sendable (Database) throws -> Void

    private struct State {
        var waiting: [Write] = []
        /// In the transaction at hand; `nil`: none is.
        var underWay: [Write]?
    }

    private static let capacity = 10_000
    private let state = Mutex(State())

    var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

    /// More than can be kept while the disk takes nothing are lost.
    func add(_ write: @escaping Write) {
        state.withLock { if $0.waiting.count < DeferredWrites.capacity { $0.waiting.append(write) } }
    }

    /// Writes all in the transaction at hand, once at most. One that fails is left out; where its failure loses the transaction, that is
    /// thrown; it is tried again with the next, unless the file is damaged.
    func write(in database: Database) throws {
        let writes = state.withLock { state in
            defer { state.waiting = [] }
            state.underWay = state.waiting.isEmpty ? nil : state.waiting
            return state.waiting
        }
        for (index, write) in writes.enumerated() {
            do {
                try database.inSavepoint {
                    try write(database)
                    return .commit
                }
            } catch let error as DatabaseError where error.losesTransaction {
                if error.tellsDamage { _ = state.withLock { $0.underWay?.remove(at: index) } }
                throw error
            } catch {
                continue
            }
        }
    }

    /// The transaction is durable.
    func committed() { state.withLock { $0.underWay = nil } }

    /// The transaction is undone: what was in it waits for another. Tells whether anything was, which may be why.
    func rolledBack() -> Bool {
        state.withLock { state in
            guard let undone = state.underWay.take() else { return false }
            state.waiting = undone + state.waiting
            return true
        }
    }
}
