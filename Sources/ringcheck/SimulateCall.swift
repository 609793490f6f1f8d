import AdminClient
import ArgumentParser
import GatewayAPI

/// `ringcheck simulate call`
struct SimulateCall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Let someone call a virtual modem.",
        discussion: "  ringcheck simulate call --from +919812345678")

    @Option(help: "Who calls.") var from: String
    @Option(help: "Which modem: its number, id, port, or place from 0 on. The first where left out.") var to: String?
    @Flag(help: "With the number withheld.") var withheld = false
    @Option(help: "How often it rings before the caller gives up, 1 to 100.") var rings: Int?
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let request = SimulatedCallRequest(from: from, to: to, withheld: withheld, rings: rings)
        _ = try await options.ask { client throws(AdminError) in try await client.post("/admin/simulate/calls", request) }
        if options.json { try AdminOptions.show(request) } else { Output.say("It rings.") }
    }
}
