import Foundation
import GRDB
import Telephony
import Testing
import Verification

@testable import SQLiteStore

@Suite struct BackupTests {
    private static func path(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(UUID())").path
    }

    @Test func `a copy made while the store is open holds what was there, and is put back in the place of what came later`()
        async throws
    {
        let scene = try await Scene()
        let made = try await scene.verification()
        let copy = Self.path("copy")
        var parts: [Double] = []
        try DatabaseBackup.make(of: scene.directory, to: copy) { parts.append($0) }
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        #expect(parts.last == 1)
        #expect(throws: StoreError.inUse(path: scene.directory)) {
            try DatabaseBackup.restore(copy, into: scene.directory)
        }
        try scene.store.close()
        let former = try #require(try DatabaseBackup.restore(copy, into: scene.directory))
        let again = try SQLiteStore(directory: scene.directory)
        #expect(try await again.verification(made.id, of: scene.shop)?.status == .pending)
        #expect(try await again.calls(CallFilter(), page: PageRequest(limit: 10)).items.isEmpty)
        let calls = try await DatabaseQueue(path: former).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM calls") }
        #expect(calls == 1)
    }

    @Test func `a copy is not made over a file, and what is no sound database of ours is not put back`() async throws {
        let scene = try await Scene()
        let (copy, junk, other) = (Self.path("copy"), Self.path("junk"), Self.path("other"))
        try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        #expect(throws: StoreError.unavailable(path: copy, detail: "it is there already")) {
            try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        }
        try scene.store.close()
        try Data(repeating: 7, count: 9000).write(to: URL(fileURLWithPath: junk))
        try await DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (x)") }
        for path in [junk, other] {
            #expect(throws: StoreError.self) { try DatabaseBackup.restore(path, into: scene.directory) }
        }
        #expect(throws: StoreError.unavailable(path: "/nowhere", detail: "it is not there")) {
            try DatabaseBackup.restore("/nowhere", into: scene.directory)
        }
        #expect(try SQLiteStore(directory: scene.directory).failure == nil)
    }

    @Test func `a database file that is removed or replaced under the gateway is no longer in its place`() async throws {
        let scene = try await Scene()
        #expect(scene.store.isInPlace)
        let aside = "\(scene.store.path).aside"
        try FileManager.default.moveItem(atPath: scene.store.path, toPath: aside)
        #expect(!scene.store.isInPlace)
        try Data().write(to: URL(fileURLWithPath: scene.store.path))
        #expect(!scene.store.isInPlace)
        try FileManager.default.removeItem(atPath: scene.store.path)
        try FileManager.default.moveItem(atPath: aside, toPath: scene.store.path)
        #expect(scene.store.isInPlace)
    }

    @Test func `damage is found, and a sound database has none`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        #expect(try await scene.store.damage() == [])
        try scene.store.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: scene.store.path))
        let size = try file.seekToEnd()
        for page in stride(from: UInt64(3 * 4096), to: size, by: 4096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xEE, count: 300))
        }
        try file.close()
        let damaged = try? SQLiteStore(directory: scene.directory)
        #expect(try await damaged?.damage() != [])
    }
}
