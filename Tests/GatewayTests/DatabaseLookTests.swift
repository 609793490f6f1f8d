import Foundation
import SQLiteStore
import Testing

@testable import Gateway

/// Real files, as a doctor finds them.
@Suite struct DatabaseLookTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ringcheck-look-\(UUID())").path
    private var database: String { "\(folder)/ringcheck.sqlite" }

    @Test func `before the first start there is no database, and where its key is without it, it is gone`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(DatabaseLook(at: folder) == .notYet)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        #expect(DatabaseLook(at: folder) == .notYet)
        try Data(count: 32).write(to: URL(fileURLWithPath: "\(folder)/ringcheck.key"))
        #expect(DatabaseLook(at: folder) == .gone)
        try Data().write(to: URL(fileURLWithPath: database))
        #expect(DatabaseLook(at: folder) == .gone)
    }

    @Test func `a database that a gateway left is sound, and one with a page of junk is not, nor can it be copied`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try SQLiteStore(directory: folder).close()
        let bytes = try #require(try FileManager.default.attributesOfItem(atPath: database)[.size] as? Int)
        #expect(DatabaseLook(at: folder) == .sound(bytes: bytes, hasKey: false))

        let file = try FileHandle(forUpdating: URL(fileURLWithPath: database))
        for page in stride(from: 4096, to: UInt64(bytes), by: 4096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xEE, count: 300))
        }
        try file.close()
        guard case .unsound(let sentence) = DatabaseLook(at: folder) else {
            Issue.record("damage was not found")
            return
        }
        #expect(
            sentence.hasPrefix("\(database) is damaged (")
                && sentence.hasSuffix("): stop ringcheck, keep the file, and restore a backup."))
        let refusal = #expect(throws: StartError.self) { try GatewayBackup.make(of: folder, to: "\(folder)/copy") { _ in } }
        #expect(refusal?.description.hasPrefix("\(database) is damaged (") == true)
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/copy.unfinished"))
    }
}
