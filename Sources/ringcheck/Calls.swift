import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI
import Verification

/// `ringcheck calls`
struct Calls: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the calls that arrived, newest first.")

    @OptionGroup var page: PageOptions
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/calls\(page.query())") }
        if options.json { return AdminOptions.show(data) }
        var table = Table("RANG", "FROM", "TO", "DISPOSITION")
        let list = try AdminOptions.decoded(data, as: ItemList<CallRepresentation>.self)
        for call in list.items {
            table.add(
                call.startedAt, call.caller.number?.description ?? call.caller.state.rawValue,
                call.numberCalled?.description ?? "-",
                call.disposition.rawValue)
        }
        Output.say(table.text)
        PageOptions.sayMore(after: list)
    }
}
