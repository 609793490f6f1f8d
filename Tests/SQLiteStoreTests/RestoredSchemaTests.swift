import Foundation
import GRDB
import Telephony
import Testing
import Verification

@testable import SQLiteStore

/// Copies and databases of the first schema, which lacks tables of this one.
@Suite struct RestoredSchemaTests {
    /// A database of the first schema, with a key that is revoked or not.
    private func writeFirstSchema(_ path: String, isRevoked: Bool) async throws {
        var unchecked = Configuration()
        unchecked.foreignKeysEnabled = false
        let old = try DatabaseQueue(path: path, configuration: unchecked)
        try Schema.migrator.migrate(old, upTo: "1: applications, verifications, calls, deliveries")
        try await old.write { database in
            try database.execute(
                sql: """
                    \(OldRows.pending(key: "stolen"))
                    INSERT INTO calls (id, modem, line, caller_state, reading, forwarding, bearer, is_simulated, rang_boot, rang_ns, rang_ms,
                        disposition, verification) VALUES ('call_of_one_that_was_removed', 'm', 'one', 'withheld', 'none', 'untold',
                        'voice', 0, 'a', 0, 1700000000000, 'matched', 'gone');
                    """)
            if isRevoked { try database.execute(sql: "UPDATE api_keys SET revoked_boot = 'a', revoked_ns = 1, revoked_ms = 1") }
        }
        try old.close()
    }

    private func insertKey(_ scene: Scene) async throws {
        try await scene.store.insert(
            APIKeyRecord(
                id: KeyID(rawValue: "stolen"), application: scene.shop, hash: [1], hint: "rk_a", scopes: [.read],
                createdAt: scene.at(5)))
    }

    private static func card() throws -> ICCID { try #require(ICCID("8991101200003204510")) }

    @Test
    func `a copy of the first schema goes on as this one, and undoes neither revoked keys nor PIN attempts since it was made`()
        async throws
    {
        let (scene, card) = (try await Scene(), try Self.card())
        let copy = "\(scene.directory)/copy"
        try await writeFirstSchema(copy, isRevoked: false)
        try await insertKey(scene)
        _ = try await scene.store.revoke(KeyID(rawValue: "stolen"), at: scene.at(50))
        try await scene.store.notePINAttempt(of: card, fileVersion: 7, at: scene.at(20))
        try scene.store.close()
        #expect(try DatabaseBackup.restore(copy, into: scene.directory).keepsRevocations)
        let again = try SQLiteStore(directory: scene.directory)
        let keys = try await again.keys(of: scene.shop)
        #expect(keys.map { $0.revokedAt != nil } == [true])
        #expect(try await again.verification(VerificationID(rawValue: "ver_1"), of: scene.shop)?.status == .pending)
        #expect(try await again.pinAttempts(of: card) == [PINAttempt(fileVersion: 7, wasRefused: false)])
        try again.close()
    }

    @Test func `a copy in the place of a database of the first schema keeps its own PIN attempts, and the keys revoked there are`()
        async throws
    {
        let (scene, card) = (try await Scene(), try Self.card())
        let copy = "\(scene.directory)/copy"
        try await insertKey(scene)
        try await scene.store.notePINAttempt(of: card, fileVersion: 7, at: scene.at(20))
        try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        try scene.store.close()
        try FileManager.default.removeItem(atPath: scene.store.path)
        try await writeFirstSchema(scene.store.path, isRevoked: true)
        #expect(try DatabaseBackup.restore(copy, into: scene.directory).keepsRevocations)
        let again = try SQLiteStore(directory: scene.directory)
        let keys = try await again.keys(of: scene.shop)
        #expect(keys.map { $0.revokedAt != nil } == [true])
        #expect(try await again.pinAttempts(of: card) == [PINAttempt(fileVersion: 7, wasRefused: false)])
        try again.close()
    }

    @Test func `what cannot be taken over whole is not taken over in part, and that is told`() async throws {
        let (scene, card) = (try await Scene(), try Self.card())
        let copy = "\(scene.directory)/copy"
        try await insertKey(scene)
        try await scene.store.notePINAttempt(of: card, fileVersion: 7, at: scene.at(20))
        try DatabaseBackup.make(of: scene.directory, to: copy) { _ in }
        _ = try await scene.store.revoke(KeyID(rawValue: "stolen"), at: scene.at(50))
        try scene.store.close()
        let present = try DatabaseQueue(path: scene.store.path)
        try await present.write { try $0.execute(sql: "ALTER TABLE pin_attempts ADD COLUMN another INTEGER") }
        try present.close()
        #expect(try DatabaseBackup.restore(copy, into: scene.directory).keepsRevocations == false)
        let again = try SQLiteStore(directory: scene.directory)
        let keys = try await again.keys(of: scene.shop)
        #expect(keys.map { $0.revokedAt != nil } == [false])
        #expect(try await again.pinAttempts(of: card) == [PINAttempt(fileVersion: 7, wasRefused: false)])
        try again.close()
    }
}
