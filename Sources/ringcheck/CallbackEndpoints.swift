import AdminClient
import ArgumentParser
import GatewayAPI
import Verification

extension Callbacks {
    /// `ringcheck callbacks endpoints`
    struct Endpoints: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the endpoints, and whether they take what is sent.")

        @OptionGroup var options: AdminOptions

        func run() async throws {
            let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/endpoints") }
            if options.json { return AdminOptions.show(data) }
            var table = Table("ID", "APPLICATION", "STATE", "EVENTS", "URL")
            for endpoint in try AdminOptions.decoded(data, as: ItemList<EndpointReport>.self).items {
                table.add(
                    endpoint.id, endpoint.application, Callbacks.state(endpoint), endpoint.events.joined(separator: " "),
                    endpoint.url)
            }
            Output.say(table.text)
        }
    }

    /// `ringcheck callbacks add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an endpoint to an application; its secret is shown once.",
            discussion: """
                Events: \(EventType.choices.map(\.rawValue).joined(separator: ", ")); verification.* and modem.* stand for all of theirs.

                  ringcheck callbacks add --application shop --url https://shop.example/leads --event call.received
                """)

        @Option(help: ArgumentHelp("Whose.", valueName: "name")) var application: String
        @Option(help: "Where callbacks go.") var url: String
        @Option(help: "What it is told of; several times for several.") var event: [String]
        @Option(help: ArgumentHelp("How old an event may be, in seconds; any age where it is left out.", valueName: "seconds"))
        var staleAfter: Int?
        @OptionGroup var options: AdminOptions

        private struct Body: Encodable {
            let application: String
            let url: String
            let events: [String]
            let stale_after: Int?
        }

        func run() async throws {
            let body = Body(application: application, url: url, events: event, stale_after: staleAfter)
            let data = try await options.ask { client throws(AdminError) in try await client.post("/admin/endpoints", body) }
            let made: EndpointReport = try AdminOptions.decoded(data)
            do {
                try options.attempt(made.secret, of: data)
            } catch {
                throw await options.takeBack(
                    "/admin/endpoints/\(AdminClient.escaped(made.id))", since: error,
                    done: "the endpoint is removed again, since nobody has seen its secret.",
                    left: "the endpoint \(made.id) is there, though nobody has seen its secret: `ringcheck callbacks remove` it.")
            }
            if !options.json { Complaint.say("This is the secret of \(made.id). Keep it: it is not shown again.") }
        }
    }

    private static func state(_ endpoint: EndpointReport) -> String {
        if endpoint.state == "disabled" { return "disabled (\(endpoint.disabledReason ?? "-"))" }
        return endpoint.circuit == "closed" ? "enabled" : "failing (\(endpoint.circuit))"
    }
}
