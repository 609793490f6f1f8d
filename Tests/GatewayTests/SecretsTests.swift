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

    @Test func `a key that cannot be read is not taken for none`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("ringcheck.key"), withIntermediateDirectories: false)
        let refusal = #expect(throws: StartError.self) { try Secrets([], dataDirectory: folder.path, endpoints: 0) }
        #expect(refusal?.description.contains("ringcheck.key cannot be read (Is a directory)") == true)
    }

    @Test(arguments: [0o600: false, 0o640: false, 0o644: true, 0o602: true])
    func `a secret is open where every user may read or write it`(_ mode: Int, _ isOpen: Bool) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = Configuration()
        configuration.dataDirectory = folder.path
        #expect(configuration.openSecretFiles == [])
        let key = try make("ringcheck.key", mode: mode, in: folder)
        #expect(configuration.openSecretFiles == (isOpen ? [key] : []))
    }

    @Test func `every kind of secret is looked at, once, where a link leads and where others can come to`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let names = ["callback", "password", "key", "pin", "card", "tls"]
        let files = try names.map { try make($0, mode: 0o644, in: folder) }
        let closed = folder.appendingPathComponent("closed")
        try FileManager.default.createDirectory(
            at: closed, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let link = "\(folder.path)/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: try make("linked", mode: 0o600, in: folder))
        var configuration = try Configuration.parse(
            """
            data-directory: \(closed.path)
            http: { listen: "127.0.0.1:0", tls: { certificate: \(files[5]), key: \(files[5]) } }
            modems:
              ports: [{ path: /dev/ttyS0, pin-file: \(files[3]) }, { path: /dev/ttyS1, pin-file: \(files[3]) }]
              lines: [{ iccid: "8991000000000000017", pin-file: \(files[4]) }]
            applications:
              - name: shop
                callback-secret-file: \(files[0])
                otp-api: { user-id: shop, password-file: \(files[1]), api-key-file: \(files[2]) }
            """, file: "f.yaml")
        _ = try make("ringcheck.key", mode: 0o644, in: closed)
        #expect(configuration.openSecretFiles == files.sorted())
        configuration.http.key = link
        #expect(configuration.openSecretFiles == files.dropLast().sorted())
    }

    private func make(_ name: String, mode: Int, in folder: URL) throws -> String {
        let path = "\(folder.path)/\(name)"
        #expect(FileManager.default.createFile(atPath: path, contents: Data()))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// Where everybody may come to, other than the folder for temporary files of some systems.
    private func folder() throws -> URL {
        let folder = URL(fileURLWithPath: "/tmp/ringcheck-secrets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
