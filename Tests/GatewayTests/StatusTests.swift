import CallbackTransport
import Fleet
import Foundation
import GatewayAPI
import Logging
import Modem
import Outbox
import SQLiteStore
import Testing

@testable import Gateway

/// What `status` says of a whole gateway whose modems are configured, and not open yet.
@Suite struct StatusTests {
    @Test(
        arguments: [
            (["+919876543210"], ["+919876543210"], ["bank gets no number: every line is another application's own"]),
            (
                ["+919876543210", "+919876543211"], ["+919876543210"],
                ["bank gets no number: every line is another application's own"]
            ),
            (["+919876543210"], ["+919876543210", "+919876543212"], []), ([], ["+919876543210"], []),
            (["+919876543210"], [], ["shop gets no number: its own line +919876543210 is on no modem"]),
        ] as [([String], [String], [String])])
    func `an application for which no line is left is told of, and one that shares a line is not`(
        _ own: [String], _ there: [String], _ told: [String]
    ) async throws {
        let folder = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore(directory: folder)
        try Data("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".utf8).write(to: URL(fileURLWithPath: "\(folder)/secret"))
        let ports = there.enumerated().map { "{ path: /dev/ttyX\($0), number: \"\($1)\" }" }.joined(separator: ", ")
        let lines = own.map { "\"\($0)\"" }.joined(separator: ", ")
        let configuration = try Configuration.parse(
            """
            data-directory: \(folder)
            modems: { discover: false, ports: [\(ports)] }
            applications:
              - { name: shop, callback-secret-file: \(folder)/secret, lines: [\(lines)] }
              - { name: bank, callback-secret-file: \(folder)/secret }
            """, file: "f.yaml")
        let client = CallbackClient()
        let core = try await GatewayCore(configuration, store: store, in: world(client), logger: Logger(label: "test"))
        let problems = await core.backend.status().problems
        #expect(problems.filter { $0.code == "application-without-line" }.map(\.title) == told)
        await client.shutdown()
        try store.close()
    }

    @Test func `an endpoint of the configuration that somebody disabled is told of, and one that takes events is not`() async throws
    {
        let folder = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore(directory: folder)
        try Data("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".utf8).write(to: URL(fileURLWithPath: "\(folder)/secret"))
        let configuration = try Configuration.parse(
            """
            data-directory: \(folder)
            modems: { discover: false }
            applications:
              - { name: shop, callback-secret-file: \(folder)/secret, callback-url: "https://shop.example/hook" }
            """, file: "f.yaml")
        let client = CallbackClient()
        let core = try await GatewayCore(configuration, store: store, in: world(client), logger: Logger(label: "test"))
        func told() async -> [String] {
            await core.backend.status().problems.filter { $0.code == "endpoint-disabled" }.map(\.advice)
        }
        #expect(await told() == [])
        let endpoint = try #require(try await store.endpoints(of: "shop").first)
        _ = try await store.change(endpoint.id, of: "shop") { $0.state = .disabled(.requested) }
        #expect(await told() == ["Have it called again with: ringcheck callbacks enable \(endpoint.id)"])
        await client.shutdown()
        try store.close()
    }

    /// The machine without any modem.
    private func world(_ client: CallbackClient) -> World {
        World(
            clock: HeldMachine().clock, sender: client, ask: { await client.ask($0) },
            sockets: World.Sockets(
                open: { path, _, _ in throw StartError(path) },
                fault: { _ in .init(code: "port-missing", reason: "the tty does not exist", remedy: "Plug it in.") },
                recover: { _, _ in nil }))
    }
}
