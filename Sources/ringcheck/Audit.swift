import AdminClient
import ArgumentParser
import GatewayAPI

/// `ringcheck audit`
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List administrative acts, newest first.")

    @Option(help: ArgumentHelp("How many, 1 to 100.", valueName: "count")) var limit = 20
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/audit?limit=\(limit)") }
        if options.json { return AdminOptions.show(data) }
        var table = Table("AT", "ACT", "ON", "BY", "FROM")
        for entry in try AdminOptions.decoded(data, as: ItemList<AuditReport>.self).items {
            table.add(entry.at, entry.act, entry.subject, entry.actor, entry.address ?? "-")
        }
        Output.say(table.text)
    }
}
