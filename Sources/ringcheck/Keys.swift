import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI

/// `ringcheck keys`
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "API keys of the applications.", subcommands: [Create.self, List.self, Revoke.self],
        defaultSubcommand: List.self)

    /// `ringcheck keys create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key; it is shown once.",
            discussion: """
                Scopes: verifications:write, verifications:read, calls:read and admin; all but admin where none is named.

                  ringcheck keys create --application shop > shop.key
                """)

        @Option(help: ArgumentHelp("For which application.", valueName: "name")) var application: String
        @Option(help: "A scope; several times for several.") var scope: [String] = []
        @Option(help: ArgumentHelp("After how many days it expires; never where it is left out.", valueName: "days")) var expiresIn:
            Int?
        @OptionGroup var options: AdminOptions

        func validate() throws {
            guard expiresIn.map({ (1...3650).contains($0) }) ?? true else {
                throw ValidationError("--expires-in has to be 1 to 3650 days.")
            }
        }

        func run() async throws {
            let request = KeyCreateRequest(
                application: application, scopes: scope.isEmpty ? nil : scope,
                expiresIn: expiresIn.map { $0 * 86_400 })
            let data = try await options.ask { client throws(AdminError) in try await client.post("/admin/keys", request) }
            let made = try AdminOptions.decoded(data, as: KeyReport.self)
            do {
                try options.attempt(made.key, of: data)
            } catch {
                throw await options.takeBack(
                    "/admin/keys/\(AdminClient.escaped(made.id))", since: error,
                    done: "the key is revoked, since nobody has seen it.",
                    left: "the key \(made.id) is valid, though nobody has seen it: revoke it with `ringcheck keys revoke`.")
            }
            if !options.json { Complaint.say("Keep it: it is not shown again.") }
        }
    }

    /// `ringcheck keys list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, without the keys themselves.")

        @Option(help: ArgumentHelp("Of this application only.", valueName: "name")) var application: String?
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let query = application.map { "?application=\(AdminClient.escaped($0))" } ?? ""
            let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/keys\(query)") }
            if options.json { return AdminOptions.show(data) }
            var table = Table("ID", "APPLICATION", "KEY", "SCOPES", "CREATED", "LAST USED", "ENDS")
            for key in try AdminOptions.decoded(data, as: ItemList<KeyReport>.self).items {
                table.add(
                    key.id, key.application, key.hint + "…", key.scopes.joined(separator: " "), key.createdAt,
                    key.lastUsedAt ?? "never", key.revokedAt.map { "revoked \($0)" } ?? key.expiresAt ?? "-")
            }
            Output.say(table.text)
        }
    }

    /// `ringcheck keys revoke`
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key.")

        @Argument(help: "The id that `keys list` shows.") var id: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.ask { client throws(AdminError) in
                try await client.delete("/admin/keys/\(AdminClient.escaped(id))")
            }
            if options.json { try AdminOptions.show(["id": id]) } else { Output.say("\(id) is revoked.") }
        }
    }
}
