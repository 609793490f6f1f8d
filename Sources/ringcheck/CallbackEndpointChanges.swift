import AdminClient
import ArgumentParser
import GatewayAPI

extension Callbacks {
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
            let rotated: EndpointReport = try AdminOptions.decoded(data)
            do {
                try options.attempt(rotated.secret, of: data)
            } catch {
                throw Complaint.fatal("\(error); rotate again: the new secret was not seen.", code: ExitCode.output.rawValue)
            }
            if !options.json { Complaint.say("This is the secret of \(rotated.id). Keep it: it is not shown again.") }
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

    private static func setEnabled(_ isEnabled: Bool, _ id: String, _ options: AdminOptions) async throws {
        let data = try await options.ask { client throws(AdminError) in
            try await client.patch("/admin/endpoints/\(AdminClient.escaped(id))", ["enabled": isEnabled])
        }
        if options.json { return AdminOptions.show(data) }
        Output.say("\(id) is \(isEnabled ? "enabled" : "disabled").")
    }
}
