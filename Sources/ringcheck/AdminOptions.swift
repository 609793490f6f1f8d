import AdminClient
import ArgumentParser
import Foundation
import Gateway
import GatewayAPI

/// Where the running gateway is found.
struct AdminOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The gateway's configuration file, to find its admin socket; the one of RINGCHECK_CONFIG where left out.",
            valueName: "file"))
    var config: String?
    @Option(help: ArgumentHelp("The gateway's admin socket.", valueName: "path")) var adminSocket: String?
    @Flag(help: "Print JSON.") var json = false

    func configuration() throws -> Gateway.Configuration {
        try Complaint.catching { () throws(ConfigurationErrors) in
            try Gateway.Configuration.load(
                file: config, environment: ProcessInfo.processInfo.environment, overrides: .init(adminSocket: adminSocket))
        }
    }

    /// A command of ours to type next, for the same gateway.
    func command(_ words: String) -> String { "ringcheck \(words)\(place.map { " \($0)" } ?? "")" }

    /// How the same gateway is named again; `nil`: it need not be.
    private var place: String? { AdminOptions.place(config: config, adminSocket: adminSocket) }

    /// How a gateway that was named so is named again; `nil`: it need not be.
    static func place(config: String?, adminSocket: String?) -> String? {
        let words = [config.map { "--config \($0)" }, adminSocket.map { "--admin-socket \($0)" }].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// What has to be added to commands that were printed without knowing the configuration; `nil`: nothing.
    func reminder(for advice: [String]) -> String? {
        let asks = advice.contains { text in
            text.contains("ringcheck ") && !text.contains("ringcheck udev-rules") && !text.contains("--config")
        }
        guard let place, asks else { return nil }
        let isNamed = advice.contains { $0.contains("ringcheck udev-rules") }
        return "Add \(place) to ringcheck's commands above\(isNamed ? ", except udev-rules, which takes none" : "")."
    }

    func client() throws -> AdminClient { AdminClient(socketPath: try configuration().adminSocket) }

    /// Runs a request; what goes wrong is said in one sentence and ends with this exit code.
    func ask<Value>(failing code: Int32 = 1, _ body: (AdminClient) async throws(AdminError) -> Value) async throws -> Value {
        let client = try client()
        do {
            return try await body(client)
        } catch {
            Complaint.say("ringcheck: \(error)")
            throw ExitCode(code)
        }
    }

    /// Has the gateway do something with a modem.
    func order(_ order: ModemOrder) async throws -> Data {
        try await ask { client throws(AdminError) in try await client.post("/admin/modems/orders", order) }
    }

    /// The same, saying a sentence when it is done; with `--json`, the gateway's answer.
    func carryOut(_ order: ModemOrder, telling sentence: String) async throws {
        let data = try await self.order(order)
        if json { AdminOptions.show(data) } else { Output.say(sentence) }
    }

    static func decoded<Value: Decodable>(
        _ data: Data, as type: Value.Type = Value.self, failing code: Int32 = 1
    ) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw Complaint.fatal("\(AdminError.unreadable)", code: code)
        }
    }

    static func show(_ data: Data) { Output.say(String(decoding: data, as: UTF8.self)) }

    static func show(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        show(try encoder.encode(value))
    }
}
