import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI

/// `ringcheck status`
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say whether the modems are well.",
        discussion: """
            Each modem has a line, and what is wrong is followed by what to do about it.

            Ends with 0 (well), 1 (degraded), 2 (down) or 3 (unknown: the gateway does not answer), as monitoring plugins do; with 78 \
            where the configuration is wrong.

              ringcheck status --config /etc/ringcheck/ringcheck.yaml
            """)

    @Flag(help: "Show it again every two seconds, until Ctrl-C.") var watch = false
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let client = try options.client()
        while watch {
            let answer = await look(at: client)
            if !options.json { Output.write("\u{1B}[H\u{1B}[2J") }
            try show(answer)
            try await ContinuousClock().sleep(for: .seconds(2))
        }
        let last = await look(at: client)
        try show(last)
        throw ExitCode(Status.code((try? last.get().state) ?? .unknown))
    }

    private func look(at client: AdminClient) async -> Result<StatusReport, AdminError> {
        do {
            return .success(try await client.status())
        } catch {
            return .failure(error)
        }
    }

    private func show(_ answer: Result<StatusReport, AdminError>) throws {
        switch answer {
        case .success(let report):
            if options.json { return try AdminOptions.show(report) }
            Output.say(StatusPage(report, options).text)
            options.reminder(for: report.problems.map(\.advice)).map(Output.say)
        case .failure(let error):
            if options.json { return try AdminOptions.show(Status.unknown(error)) }
            Complaint.say("ringcheck: \(error)")
        }
    }

    static func code(_ state: StatusReport.State) -> Int32 {
        switch state {
        case .well: 0
        case .degraded: 1
        case .down: 2
        case .unknown: 3
        }
    }

    private static func unknown(_ error: AdminError) -> StatusReport {
        let problem = HealthProblem(
            code: "unreachable", title: "the gateway does not answer", severity: .error, advice: "\(error)")
        return StatusReport(state: .unknown, version: "", uptimeSeconds: 0, problems: [problem])
    }
}
