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
        let former = try #require(try DatabaseBackup.restore(copy, into: scene.directory).former)
        let again = try SQLiteStore(directory: scene.directory)
        #expect(try await again.verification(made.id, of: scene.shop)?.status == .pending)
        #expect(try await again.calls(CallFilter(), page: PageRequest(limit: 10)).items.isEmpty)
        let calls = try await DatabaseQueue(path: former).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM calls") }
        #expect(calls == 1)
        let acts = try await again.audit(page: PageRequest(limit: 10)).items
        #expect(acts.map(\.act) == ["database.restored"] && acts.first?.subject == copy)
    }

    @Test func `a copy is not made over a file, and what is no sound database of ours is not put back`() async throws {
        let scene = try await Scene()
        let (copy, junk, other) = (Self.path("copy"), Self.path("junk"), Self.path("other"))
        try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        #expect(throws: StoreError.unsuitable(path: copy, detail: "it is there already")) {
            try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        }
        try scene.store.close()
        try Data(repeating: 7, count: 9000).write(to: URL(fileURLWithPath: junk))
        try await DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (x)") }
        for path in [junk, other] {
            #expect(throws: StoreError.self) { try DatabaseBackup.restore(path, into: scene.directory) }
        }
        #expect(throws: StoreError.unsuitable(path: "/nowhere", detail: "it is not there")) {
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
        #expect(throws: StoreError.self) { try DatabaseBackup.examine(scene.store.path) }
    }

    @Test func `the gateway that runs finds damage, too`() async throws {
        let scene = try await Scene()
        for index in 0..<200 { _ = try await scene.store.settle(scene.call("c\(index)", at: scene.at(Double(index)))) }
        try scene.store.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: scene.store.path))
        try file.seek(toOffset: try file.seekToEnd() - 512)
        try file.write(contentsOf: Data(repeating: 0xEE, count: 512))
        try file.close()
        #expect(try await SQLiteStore(directory: scene.directory).damage() != [])
    }

    private func key(_ name: String, of scene: Scene) -> APIKeyRecord {
        APIKeyRecord(
            id: KeyID(rawValue: name), application: scene.shop, hash: Array(name.utf8), hint: "rk_", scopes: [.read],
            createdAt: scene.at(5))
    }

    @Test func `a key that was revoked since the copy was made stays revoked, where the database of before can be read`()
        async throws
    {
        let scene = try await Scene()
        let (kept, stolen) = (key("kept", of: scene), key("stolen", of: scene))
        for key in [kept, stolen] { try await scene.store.insert(key) }
        let copy = Self.path("copy")
        try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        _ = try await scene.store.revoke(stolen.id, at: scene.at(50))
        try scene.store.close()
        #expect(try DatabaseBackup.restore(copy, into: scene.directory).keepsRevocations)
        let again = try SQLiteStore(directory: scene.directory)
        let keys = try await again.keys(of: scene.shop)
        #expect(keys.filter { $0.revokedAt == nil }.map(\.id) == [kept.id])
        try again.close()
        try Data(repeating: 7, count: 4096).write(to: URL(fileURLWithPath: again.path))
        #expect(try DatabaseBackup.restore(copy, into: scene.directory).keepsRevocations == false)
    }

    @Test func `a PIN that was refused and a modem that was taken out since the copy was made are remembered`() async throws {
        let scene = try await Scene()
        let copy = Self.path("copy")
        try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        let (card, modem) = (try #require(ICCID("8991101200003204510")), ModemID(rawValue: "imei:1"))
        try await scene.store.notePINAttempt(of: card, fileVersion: 7, at: scene.at(20))
        try await scene.store.notePINOutcome(of: card, wasTaken: false)
        try await scene.store.setDisabled(true, modem)
        try scene.store.close()
        #expect(try DatabaseBackup.restore(copy, into: scene.directory).keepsRevocations)
        let again = try SQLiteStore(directory: scene.directory)
        #expect(try await again.pinAttempts(of: card) == [PINAttempt(fileVersion: 7, wasRefused: true)])
        #expect(try await again.disabledModems() == [modem])
        try again.close()
    }

    @Test func `a copy takes away nothing that stands beside it`() async throws {
        let scene = try await Scene()
        let copy = Self.path("copy")
        let beside = "\(copy).unfinished"
        try FileManager.default.createDirectory(atPath: "\(beside)/mine", withIntermediateDirectories: true)
        try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        #expect(FileManager.default.fileExists(atPath: "\(beside)/mine"))
        try scene.store.close()
        let left = "\(scene.directory)/ringcheck.sqlite.unfinished"
        try FileManager.default.moveItem(atPath: copy, toPath: left)
        _ = try DatabaseBackup.restore(left, into: scene.directory)
        #expect(FileManager.default.fileExists(atPath: left))
        #expect(throws: StoreError.unsuitable(path: "/nowhere/copy", detail: "its folder is not there")) {
            try DatabaseBackup.make(of: scene.directory, to: "/nowhere/copy") { _ in }
        }
    }
}
