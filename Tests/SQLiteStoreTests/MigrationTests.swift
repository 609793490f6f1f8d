import Foundation
import GRDB
import Outbox
import Telephony
import Testing
import Verification

@testable import SQLiteStore

/// A file that an earlier version wrote goes on where it was.
@Suite struct MigrationTests {
    @Test func `what was open before the fifth migration is matched, called back and counted after it`() async throws {
        let scene = try await Scene()
        try scene.store.close()
        try FileManager.default.removeItem(atPath: scene.store.path)
        let old = try DatabaseQueue(path: scene.store.path)
        try Schema.migrator.migrate(old, upTo: "4: what is known of modems and lines")
        try await old.write { database in
            try database.execute(
                sql: """
                    \(OldRows.pending(key: "key_1"))
                    INSERT INTO deliveries (id, account, subject, event_type, url, host, body, created_ms, state, attempts, next_ms, due_ms)
                        VALUES ('msg_1', 'shop', 'ver_0', 'verification.expired', 'https://shop.example/hook', 'shop.example', x'7B7D',
                        1700000000000, 'pending', 2, 1700000000000, 1700000000000);
                    """)
        }
        try old.close()
        let store = try SQLiteStore(directory: scene.directory)
        try await store.register([Application(name: scene.shop, callbackURL: nil)])
        #expect(try await store.key(hash: [1])?.expiresAt == nil)
        #expect(try await store.linesWithSlots(at: scene.at(10)) == [LineID(rawValue: "one")])
        let now = UnixTime(milliseconds: scene.at(20).unixMilliseconds)
        let due = try await store.due(at: now, limit: 5, perTarget: 5, rooms: [:], underWay: [:])
        #expect(
            due.map(\.id.rawValue) == ["msg_1"] && due.first?.target == "host:shop.example" && due.first?.attempts == 2)
        #expect(try await store.settle(scene.call("c1", at: scene.at(20))).ended?.rawValue == "ver_1")
        try store.close()
    }
}
