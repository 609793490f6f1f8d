import AdminClient
import ArgumentParser
import GatewayAPI

/// `ringcheck audit`
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List administrative acts, newest first.")

    @OptionGroup var page: PageOptions
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/audit\(page.query())") }
        if options.json { return AdminOptions.show(data) }
        var table = Table("AT", "ACT", "ON", "BY", "FROM")
        let list = try AdminOptions.decoded(data, as: ItemList<AuditReport>.self)
        for entry in list.items {
            table.add(entry.at, entry.act, entry.subject, entry.actor, entry.address ?? "-")
        }
        Output.say(table.text)
        PageOptions.sayMore(after: list)
    }
}
