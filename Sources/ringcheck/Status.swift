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
            Ends with 0 (well), 1 (degraded), 2 (down) or 3 (unknown: the gateway does not answer), as monitoring plugins do.

              ringcheck status --config /etc/ringcheck/ringcheck.yaml
            """)

    @Flag(help: "Show it again every two seconds, until Ctrl-C.") var watch = false
    @OptionGroup var options: AdminOptions

    func run() async throws {
        while watch {
            let report = try? await options.client().status()
            let page = report.map { StatusPage($0).text } ?? "The gateway does not answer; waiting for it …"
            if !options.json { Output.say("\u{1B}[H\u{1B}[2J\(page)") } else if let report { try AdminOptions.show(report) }
            try await ContinuousClock().sleep(for: .seconds(2))
        }
        try await once()
    }

    private func once() async throws {
        let client = try options.client()
        let report: StatusReport
        do {
            report = try await client.status()
        } catch {
            try unknown(error)
        }
        if options.json {
            try AdminOptions.show(report)
        } else {
            Output.say(StatusPage(report).text)
            options.reminder(for: report.problems.map(\.advice)).map(Output.say)
        }
        throw ExitCode(Status.code(report.state))
    }

    static func code(_ state: StatusReport.State) -> Int32 {
        switch state {
        case .well: 0
        case .degraded: 1
        case .down: 2
        case .unknown: 3
        }
    }

    private func unknown(_ error: AdminError) throws -> Never {
        if options.json {
            let problem = HealthProblem(
                code: "unreachable", title: "the gateway does not answer", severity: .error, advice: "\(error)")
            try AdminOptions.show(StatusReport(state: .unknown, version: "", uptimeSeconds: 0, problems: [problem]))
        } else {
            Complaint.say("ringcheck: \(error)")
        }
        throw ExitCode(Status.code(.unknown))
    }
}
