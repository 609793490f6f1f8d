import GRDB
import Outbox
import Synchronization
import Telephony
import Testing
import Verification

@testable import SQLiteStore

@Suite struct CommitGroupTests {
    @Test func `an operation that fails harms none of its group and leaves nothing behind`() async throws {
        let scene = try await Scene()
        struct Refusal: Error {}
        let store = scene.store
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<60 {
                group.addTask {
                    try? await store.writer.perform { database in
                        try database.insert("applications", ["name": "app-\(index)", "is_configured": index])
                        if index.isMultiple(of: 3) { throw Refusal() }
                    }
                }
            }
        }
        let kept = try await store.read {
            try Int.fetchAll($0, sql: "SELECT is_configured FROM applications WHERE name LIKE 'app-%'")
        }
        #expect(Set(kept) == Set((0..<60).filter { !$0.isMultiple(of: 3) }))
    }

    @Test func `what follows a durable operation is done once for each, and for none that failed`() async throws {
        let scene = try await Scene()
        struct Refusal: Error {}
        let store = scene.store
        final class Followed: Sendable { let indices = Mutex<[Int]>([]) }
        let followed = Followed()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<60 {
                group.addTask {
                    _ = try? await store.writer.perform(committed: { index in followed.indices.withLock { $0.append(index) } }) {
                        database in
                        try database.insert("applications", ["name": "app-\(index)", "is_configured": index])
                        if index.isMultiple(of: 3) { throw Refusal() }
                        return index
                    }
                }
            }
        }
        #expect(followed.indices.withLock { $0.sorted() } == (0..<60).filter { !$0.isMultiple(of: 3) })
    }

    @Test func `a full disk is unavailable, leaves nothing half-written, and work goes on when there is room`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        try await scene.store.pageLimit(1)
        var refused: (any Error)?
        for index in 0..<2000 where refused == nil {
            do {
                _ = try await scene.store.settle(scene.call("w\(index)", at: scene.at(20), line: "two"), closedAt: scene.at(21))
            } catch {
                refused = error
            }
        }
        guard case .unavailable = refused as? StoreError else { throw Scene.Missing() }
        await #expect(throws: StoreError.self) {
            for index in 0..<200 { _ = try await scene.store.settle(scene.call("x\(index)", at: scene.at(22))) }
        }
        try await scene.store.pageLimit(1_000_000)
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(30))
        let ended = try #require(try await scene.store.verification(made.id, of: scene.shop))
        let deliveries = try await scene.store.deliveries(DeliveryFilter(account: nil), limit: 10, before: nil).items
        #expect(deliveries.map(\.eventType) == ["verification.\(ended.status)"])
    }

    @Test func `what is left for later and does not fit takes nothing with it, and is written when there is room`() async throws {
        let scene = try await Scene()
        let store = scene.store
        store.writer.later { database in
            try database.insert("applications", ["name": String(repeating: "x", count: 100_000), "is_configured": 7])
        }
        func isWritten() async throws -> Bool {
            try await store.read { try Row.fetchOne($0, sql: "SELECT 1 FROM applications WHERE is_configured = 7") != nil }
        }
        try await store.pageLimit(1)
        try await store.writer.perform { _ = try $0.run("UPDATE applications SET is_configured = 3") }
        #expect(try await !isWritten())
        try await store.pageLimit(1_000_000)
        try await store.writer.perform { _ = try $0.rows("SELECT 1 FROM applications") }
        #expect(try await !isWritten(), "nothing else was written")
        try await store.flush()
        #expect(try await isWritten())
    }

    @Test func `what is left for later and can never be written harms neither a call nor a flush, and is tried once`() async throws
    {
        let scene = try await Scene()
        let tries = Mutex(0)
        scene.store.writer.later { _ in
            tries.withLock { $0 += 1 }
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        scene.store.writer.later { _ = try $0.run("UPDATE applications SET is_configured = 5") }
        let settled = try await scene.store.settle(scene.call("c1", at: scene.at(20), atStart: true))
        #expect(settled.disposition == .noPending)
        try await scene.store.flush()
        let written = try await scene.store.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM applications WHERE is_configured = 5")
        }
        #expect(tries.withLock { $0 } == 1 && written == 2)
    }

    @Test func `a full queue refuses at once`() async throws {
        let scene = try await Scene()
        let checkpointer = try Checkpointer(path: scene.store.path)
        let writer = CommitGroup(pool: scene.store.pool, path: scene.store.path, checkpointer: checkpointer, capacity: 0)
        await #expect(throws: StoreError.self) { try await writer.perform { _ in } }
    }
}

extension SQLiteStore {
    /// Stands in for a disk of so many pages.
    func pageLimit(_ pages: Int) async throws {
        try await pool.writeWithoutTransaction { database in
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    func synchronousLevel() async throws -> Int? {
        try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }
}
