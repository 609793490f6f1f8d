import AdminClient
import ArgumentParser
import GatewayAPI

extension Callbacks {
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
            let sent: CallbackReport = try AdminOptions.decoded(data)
            let endpoint = try await endpoint()
            // An open circuit lets nothing through for minutes, and what waits longer goes first then.
            let tried = try await endpoint.circuit == "open" ? sent : untilTried(sent)
            var show = Show()
            (show.id, show.options) = (tried.id, options)
            try await show.run()
            if tried.isUntried(since: sent) { Complaint.say(whyItWaits(tried, endpoint)) }
            guard tried.state == "delivered" else { throw ExitCode(1) }
        }

        private func endpoint() async throws -> EndpointReport {
            let data = try await options.ask { client throws(AdminError) in
                try await client.get("/admin/endpoints/\(AdminClient.escaped(id))")
            }
            return try AdminOptions.decoded(data)
        }

        /// As it is after the next try, or after 25 s. A test that waited already is the one that is sent.
        private func untilTried(_ sent: CallbackReport) async throws -> CallbackReport {
            let path = "/admin/callbacks/\(AdminClient.escaped(sent.id))"
            var report = sent
            for _ in 0..<50 where report.isUntried(since: sent) {
                try await ContinuousClock().sleep(for: .milliseconds(500))
                let data = try await options.ask { client throws(AdminError) in try await client.get(path) }
                report = try AdminOptions.decoded(data)
            }
            return report
        }

        private func whyItWaits(_ sent: CallbackReport, _ endpoint: EndpointReport) -> String {
            let reason =
                endpoint.circuit == "closed"
                ? "It waits for its turn."
                : "\(endpoint.id) failed lately, and is left alone until its next try, in 10 minutes at the most."
            return "\(reason) See later with: \(options.command("callbacks show \(sent.id)"))"
        }
    }
}

extension CallbackReport {
    /// Whether it waits, and no attempt was made since it was as `former` says.
    func isUntried(since former: CallbackReport) -> Bool { state == "pending" && attempts == former.attempts }
}
