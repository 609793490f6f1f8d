import AdminClient
import ArgumentParser
import GatewayAPI

/// `ringcheck simulate call`
struct SimulateCall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Let someone call a virtual modem.",
        discussion: "  ringcheck simulate call --from +919812345678")

    @Option(help: ArgumentHelp("Who calls.", valueName: "number")) var from: String
    @Option(
        help: ArgumentHelp("Which modem: its number, id, port, or place from 0 on. The first where left out.", valueName: "modem"))
    var to: String?
    @Flag(help: "With the number withheld.") var withheld = false
    @Option(help: ArgumentHelp("How often it rings before the caller gives up, 1 to 100.", valueName: "count")) var rings: Int?
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let request = SimulatedCallRequest(from: from, to: to, withheld: withheld, rings: rings)
        _ = try await options.ask { client throws(AdminError) in try await client.post("/admin/simulate/calls", request) }
        if options.json { try AdminOptions.show(request) } else { Output.say("It rings.") }
    }
}
