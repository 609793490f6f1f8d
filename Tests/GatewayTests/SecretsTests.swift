import Foundation
import Outbox
import Testing

@testable import Gateway

@Suite struct SecretsTests {
    @Test func `a key is made at the first start, and never in the place of one from which endpoints have their secrets`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let refusal = #expect(throws: StartError.self) { try Secrets([], dataDirectory: folder.path, endpoints: 2) }
        #expect(refusal?.description.contains("ringcheck.key is missing, and with it the secrets of 2 endpoints") == true)
        let first = try Secrets([], dataDirectory: folder.path, endpoints: 0).masterKey
        let second = try Secrets([], dataDirectory: folder.path, endpoints: 2).masterKey
        #expect(first.code(over: "a", for: "b") == second.code(over: "a", for: "b"))
    }

    @Test(arguments: [0o600: false, 0o640: false, 0o644: true, 0o602: true])
    func `a secret is open where every user may read or write it`(_ mode: Int, _ isOpen: Bool) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = Configuration()
        configuration.dataDirectory = folder.path
        configuration.modems.ports = [.init(path: "/dev/ttyS0", pinFile: "\(folder.path)/none")]
        #expect(configuration.openSecretFiles == [])
        let key = "\(folder.path)/ringcheck.key"
        #expect(FileManager.default.createFile(atPath: key, contents: Data(), attributes: [.posixPermissions: mode]))
        #expect(configuration.openSecretFiles == (isOpen ? [key] : []))
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ringcheck-secrets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
