import Foundation
import GRDB
import SQLiteStore
import Testing
import Verification

@Suite struct OpeningTests {
    @Test func `every commit is synced to the disk`() async throws {
        let scene = try await Scene()
        #expect(try await scene.store.synchronousLevel() == 2)
    }

    @Test func `a second gateway is told that the directory is in use`() async throws {
        let scene = try await Scene()
        #expect(throws: StoreError.inUse(path: scene.directory)) { try SQLiteStore(directory: scene.directory) }
    }

    @Test func `the directory and its files are private`() async throws {
        let scene = try await Scene()
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(scene.directory) == 0o700)
        #expect(try mode(scene.store.path) == 0o600)
        #expect(try mode("\(scene.store.path)-wal") == 0o600)
    }

    @Test(arguments: [(0o777, nil), (0o1777, nil), (0o775, 0o755), (0o755, 0o755), (0o700, 0o700)] as [(Int, Int?)])
    func `a directory that others use, too, stays theirs, and is refused where everybody may write`(mode: Int, then: Int?) throws {
        let shared = FileManager.default.temporaryDirectory.appending(path: "ringcheck-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: shared) }
        try Data("theirs".utf8).write(to: URL(filePath: "\(shared)/another"))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: shared)
        for _ in 1...2 {
            do {
                try SQLiteStore(directory: shared).close()
                #expect(then != nil)
            } catch StoreError.unsuitable {
                #expect(then == nil)
            }
        }
        let left = try FileManager.default.attributesOfItem(atPath: shared)[.posixPermissions] as? Int
        #expect(left == then ?? mode)
    }

    @Test func `a directory in which there is nothing yet, or a database of ours, is made private`() throws {
        let own = FileManager.default.temporaryDirectory.appending(path: "ringcheck-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: "\(own)/lost+found", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: own) }
        for _ in 1...2 {
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: own)
            try SQLiteStore(directory: own).close()
            #expect(try FileManager.default.attributesOfItem(atPath: own)[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func `a file of a newer version is refused`() async throws {
        let scene = try await Scene()
        try scene.store.close()
        let file = try DatabaseQueue(path: scene.store.path)
        try await file.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999: from the future')") }
        try file.close()
        #expect(throws: StoreError.newerSchema(path: scene.store.path)) { try SQLiteStore(directory: scene.directory) }
    }

    @Test func `a file that is no database is refused as damaged`() async throws {
        let scene = try await Scene()
        try scene.store.close()
        try Data(String(repeating: "no database ", count: 1000).utf8).write(to: URL(filePath: scene.store.path))
        #expect { try SQLiteStore(directory: scene.directory) } throws: { error in
            if case .damaged = error as? StoreError { true } else { false }
        }
    }

    @Test func `a directory that cannot be is unavailable`() async throws {
        #expect { try SQLiteStore(directory: "/dev/null/ringcheck") } throws: { error in
            if case .unavailable = error as? StoreError { true } else { false }
        }
    }
}
