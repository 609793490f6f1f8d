import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI

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
            discussion: "  ringcheck callbacks add --application shop --url https://shop.example/leads --event call.received")

        @Option(help: "Whose.") var application: String
        @Option(help: "Where callbacks go.") var url: String
        @Option(help: "An event, verification.* or modem.*; several times for several.") var event: [String]
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
            try Callbacks.showSecret(data, options)
        }
    }

    /// `ringcheck callbacks test`
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send an endpoint a test event, and say what it answered; ends with 1 where it was not delivered.")

        @Argument(help: "The id that `callbacks endpoints` shows.") var id: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let data = try await options.ask { client throws(AdminError) in
                try await client.post("/admin/endpoints/\(AdminClient.escaped(id))/test")
            }
            let tried = try await untilTried(try AdminOptions.decoded(data, as: CallbackReport.self).id)
            var show = Show()
            (show.id, show.options) = (tried.id, options)
            try await show.run()
            guard tried.state == "delivered" else { throw ExitCode(1) }
        }

        private func untilTried(_ id: String) async throws -> CallbackReport {
            var looks = 0
            while true {
                let data = try await options.ask { client throws(AdminError) in
                    try await client.get("/admin/callbacks/\(AdminClient.escaped(id))")
                }
                let report: CallbackReport = try AdminOptions.decoded(data)
                looks += 1
                if report.attempts > 0 || looks == 50 { return report }
                try await ContinuousClock().sleep(for: .milliseconds(500))
            }
        }
    }

    /// `ringcheck callbacks enable`
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send to an endpoint again.", discussion: "What it missed is kept: ringcheck callbacks replay ID")

        @Argument(help: "The id that `callbacks endpoints` shows.") var id: String
        @OptionGroup var options: AdminOptions

        func run() async throws { try await Callbacks.setEnabled(true, id, options) }
    }

    /// `ringcheck callbacks disable`
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send nothing to an endpoint.", discussion: "What would have been sent is kept as dead letters.")

        @Argument(help: "The id that `callbacks endpoints` shows.") var id: String
        @OptionGroup var options: AdminOptions

        func run() async throws { try await Callbacks.setEnabled(false, id, options) }
    }

    /// `ringcheck callbacks rotate`
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an endpoint a new secret; the one before signs as well for a day.")

        @Argument(help: "The id that `callbacks endpoints` shows.") var id: String
        @Option(help: ArgumentHelp("For how long both sign, in seconds, 0 to 604800.", valueName: "seconds")) var overlap = 86_400
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let data = try await options.ask { client throws(AdminError) in
                try await client.post("/admin/endpoints/\(AdminClient.escaped(id))/rotate-secret", ["overlap": overlap])
            }
            try Callbacks.showSecret(data, options)
        }
    }

    /// `ringcheck callbacks remove`
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an endpoint; what waits for it becomes dead letters.")

        @Argument(help: "The id that `callbacks endpoints` shows.") var id: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await options.ask { client throws(AdminError) in
                try await client.delete("/admin/endpoints/\(AdminClient.escaped(id))")
            }
            if options.json { try AdminOptions.show(["id": id]) } else { Output.say("\(id) is removed.") }
        }
    }

    fileprivate static func state(_ endpoint: EndpointReport) -> String {
        if endpoint.state == "disabled" { return "disabled (\(endpoint.disabledReason ?? "-"))" }
        return endpoint.circuit == "closed" ? "enabled" : "failing (\(endpoint.circuit))"
    }

    fileprivate static func setEnabled(_ isEnabled: Bool, _ id: String, _ options: AdminOptions) async throws {
        let data = try await options.ask { client throws(AdminError) in
            try await client.patch("/admin/endpoints/\(AdminClient.escaped(id))", ["enabled": isEnabled])
        }
        if options.json { return AdminOptions.show(data) }
        Output.say("\(id) is \(isEnabled ? "enabled" : "disabled").")
    }

    /// The secret alone on standard output, so that it can be put into a file.
    fileprivate static func showSecret(_ data: Data, _ options: AdminOptions) throws {
        if options.json { return AdminOptions.show(data) }
        let endpoint: EndpointReport = try AdminOptions.decoded(data)
        Output.say(endpoint.secret ?? "")
        Complaint.say("This is the secret of \(endpoint.id). Keep it: it is not shown again.")
    }
}
