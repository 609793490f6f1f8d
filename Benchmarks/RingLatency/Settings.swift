import Foundation

/// The gateway's configuration for one benchmark.
struct Settings {
    let file: String

    init(folder: String, order: Candidate.Order, ports: [String], callbackURL: String, port: Int) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let secret = "\(folder)/secret"
        let bytes = Data((0..<32).map { _ in UInt8.random(in: 0...255) })
        _ = FileManager.default.createFile(
            atPath: secret, contents: Data("whsec_\(bytes.base64EncodedString())\n".utf8), attributes: [.posixPermissions: 0o600])
        file = "\(folder)/ringcheck.yaml"
        let text = """
            data-directory: \(folder)/data
            http: { listen: "127.0.0.1:\(port)" }
            admin-socket: \(folder)/admin.sock
            drop: \(order.rawValue)
            verification: { pending-per-line: 0 }
            callbacks: { allow-private-networks: [127.0.0.0/8] }
            applications:
              - { name: shop, callback-url: "\(callbackURL)", callback-secret-file: \(secret) }
            modems:
              discover: false
              ports:
            \(ports.map { "    - { path: \($0) }" }.joined(separator: "\n"))
            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// An API key of the running gateway.
    static func key(_ ringcheck: String, _ file: String) throws -> String {
        struct Key: Decodable { let key: String }
        let data = try Program.output(ringcheck, ["keys", "create", "--application", "shop", "--config", file, "--json"])
        return try JSONDecoder().decode(Key.self, from: data).key
    }
}
