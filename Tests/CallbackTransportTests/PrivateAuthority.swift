import Foundation
import NIOSSL

/// A certificate authority of our own and a server certificate of it, made by openssl in a folder of its own.
struct PrivateAuthority {
    let folder: URL

    var certificateFile: String { folder.appendingPathComponent("ca.pem").path }

    init(serverName: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ringcheck-ca-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try openssl(["req", "-x509", "-subj", "/CN=Test authority", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem"] + key)
        try openssl(["req", "-subj", "/CN=\(serverName)", "-keyout", "server.key", "-out", "server.csr"] + key)
        try Data("subjectAltName=DNS:\(serverName)\n".utf8).write(to: folder.appendingPathComponent("names"))
        try openssl([
            "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile",
            "names", "-out", "server.pem",
        ])
    }

    func serverTLS() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMFile(folder.appendingPathComponent("server.pem").path)
        let key = try NIOSSLPrivateKey(file: folder.appendingPathComponent("server.key").path, format: .pem)
        return .makeServerConfiguration(certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private struct Failed: Error { let arguments: [String] }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(arguments: arguments) }
    }
}
