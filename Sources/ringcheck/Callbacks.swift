import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI

/// `ringcheck callbacks`
struct Callbacks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What was called back, what waits and what failed; and the endpoints it goes to.",
        discussion: """
              ringcheck callbacks                     the newest
              ringcheck callbacks list --state dead   the dead letters
              ringcheck callbacks show ID             one, with its attempts
              ringcheck callbacks replay ID           sends it again
              ringcheck callbacks endpoints           where callbacks go
            """,
        subcommands: [
            List.self, Show.self, Replay.self, Endpoints.self, Add.self, Test.self, Enable.self, Disable.self, Rotate.self,
            Remove.self,
        ],
        defaultSubcommand: List.self)

    /// `ringcheck callbacks list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the callbacks, newest first.")

        @OptionGroup var page: PageOptions
        @Option(help: "Of this state only: pending, delivered or dead.") var state: String?
        @Option(help: ArgumentHelp("To this endpoint only (ep_…).", valueName: "id")) var endpoint: String?
        @Option(help: ArgumentHelp("Of this application only.", valueName: "name")) var application: String?
        @OptionGroup var options: AdminOptions

        func validate() throws {
            guard endpoint?.hasPrefix("ep_") ?? true else {
                throw ValidationError("--endpoint takes an id that `callbacks endpoints` shows, such as ep_….")
            }
        }

        func run() async throws {
            let filters = [("state", state), ("endpoint_id", endpoint), ("application", application)]
            let path = "/admin/callbacks\(page.query(filters))"
            let data = try await options.ask { client throws(AdminError) in try await client.get(path) }
            if options.json { return AdminOptions.show(data) }
            var table = Table("ID", "EVENT", "STATE", "ATTEMPTS", "NEXT", "TO")
            let list = try AdminOptions.decoded(data, as: ItemList<CallbackReport>.self)
            for callback in list.items {
                table.add(
                    callback.id, callback.type, callback.state, "\(callback.attempts)", callback.nextAttemptAt ?? "-",
                    callback.endpointID ?? callback.url)
            }
            Output.say(table.text)
            PageOptions.sayMore(after: list)
        }
    }

    /// `ringcheck callbacks show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one callback, with each attempt.")

        @Argument(help: "The id that `callbacks list` shows.") var id: String
        @OptionGroup var options: AdminOptions

        private struct Log: Decodable {
            let attempts: [AttemptReport]

            private enum CodingKeys: String, CodingKey { case attempts = "attempt_log" }
        }

        func run() async throws {
            let data = try await options.ask { client throws(AdminError) in
                try await client.get("/admin/callbacks/\(AdminClient.escaped(id))")
            }
            if options.json { return AdminOptions.show(data) }
            let callback: CallbackReport = try AdminOptions.decoded(data)
            Output.say("\(callback.type) about \(callback.subject)\nto \(callback.url.printable)\n\(callback.state)")
            let attempts = try AdminOptions.decoded(data, as: Log.self).attempts
            Output.say(attempts.isEmpty ? "No attempt was made so far." : Show.table(attempts).text)
            if callback.state == "dead" { Output.say("Send it again with: \(options.command("callbacks replay \(callback.id)"))") }
        }

        private static func table(_ attempts: [AttemptReport]) -> Table {
            var table = Table("TRY", "AT", "TOOK", "ANSWER")
            for attempt in attempts {
                let answer = attempt.status.map(String.init) ?? attempt.error ?? "-"
                table.add("\(attempt.number)", attempt.startedAt, "\(attempt.tookMilliseconds) ms", answer)
            }
            return table
        }
    }

    /// `ringcheck callbacks replay`
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a callback again, or all dead letters of an endpoint.",
            discussion: """
                It keeps its webhook-id, so that whoever had it already can tell.

                  ringcheck callbacks replay ep_shop --since 2026-11-30T06:00:00Z
                """)

        @Argument(help: "The id of a callback (msg_…) or of an endpoint (ep_…).") var id: String
        @Option(help: ArgumentHelp("Of an endpoint: only those made since then, RFC 3339.", valueName: "time")) var since: String?
        @OptionGroup var options: AdminOptions

        private var isEndpoint: Bool { id.hasPrefix("ep_") }

        func validate() throws {
            guard since == nil || isEndpoint else {
                throw ValidationError("--since goes with an endpoint (ep_…): a callback is sent again whatever its age.")
            }
        }

        func run() async throws {
            let path = "/admin/\(isEndpoint ? "endpoints" : "callbacks")/\(AdminClient.escaped(id))/replay"
            let data = try await options.ask { client throws(AdminError) in
                if let since, isEndpoint { return try await client.post(path, ["since": since]) }
                return try await client.post(path)
            }
            if options.json { return AdminOptions.show(data) }
            let count = isEndpoint ? try AdminOptions.decoded(data, as: [String: Int].self)["replayed"] ?? 0 : 1
            Output.say("\(count) on the way. See with: \(options.command("callbacks list"))")
        }
    }
}
