import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI

/// `ringcheck callbacks`
struct Callbacks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the callbacks, newest first.")

    @Option(help: "How many, 1 to 100.") var limit = 20
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/callbacks?limit=\(limit)") }
        if options.json { return AdminOptions.show(data) }
        var table = Table("ID", "EVENT", "STATE", "ATTEMPTS")
        for callback in try AdminOptions.decoded(data, as: ItemList<CallbackReport>.self).items {
            table.add(callback.id, callback.type, "\(callback.state)", "\(callback.attempts)")
        }
        print(table.text)
    }
}
