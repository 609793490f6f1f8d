import AdminClient
import ArgumentParser
import GatewayAPI

/// `ringcheck modems list`
struct ModemsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the modems and what they told.")

    @OptionGroup var options: AdminOptions

    func run() async throws {
        let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/modems") }
        if options.json { return AdminOptions.show(data) }
        var table = Table("ID", "PORT", "MODEL", "STATE", "NUMBER")
        for modem in try AdminOptions.decoded(data, as: ItemList<ModemReport>.self).items {
            table.add(modem.id, modem.ports.first ?? "-", modem.model ?? "-", modem.state.rawValue, modem.line?.number ?? "-")
        }
        Output.say(table.text)
    }
}
