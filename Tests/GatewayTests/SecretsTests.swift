import Foundation
import Outbox
import Testing

@testable import Gateway

@Suite struct SecretsTests {
    @Test func `a key is made at the first start, and never in the place of one from which endpoints have their secrets`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ringcheck-secrets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let refusal = #expect(throws: StartError.self) { try Secrets([], dataDirectory: folder.path, endpoints: 2) }
        #expect(refusal?.description.contains("ringcheck.key is missing, and with it the secrets of 2 endpoints") == true)
        let first = try Secrets([], dataDirectory: folder.path, endpoints: 0).masterKey
        let second = try Secrets([], dataDirectory: folder.path, endpoints: 2).masterKey
        #expect(first.code(over: "a", for: "b") == second.code(over: "a", for: "b"))
    }
}
