import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI
import Verification

/// `ringcheck calls`
struct Calls: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the calls that arrived, newest first.")

    @Option(help: ArgumentHelp("How many, 1 to 100.", valueName: "count")) var limit = 20
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/calls?limit=\(limit)") }
        if options.json { return AdminOptions.show(data) }
        var table = Table("RANG", "FROM", "TO", "DISPOSITION")
        for call in try AdminOptions.decoded(data, as: ItemList<CallRepresentation>.self).items {
            table.add(
                call.startedAt, call.caller.number?.description ?? call.caller.state.rawValue,
                call.numberCalled?.description ?? "-",
                call.disposition.rawValue)
        }
        Output.say(table.text)
    }
}
