import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI

/// `ringcheck status`
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say whether the modems are well.",
        discussion: "Ends with 0 (well), 1 (degraded), 2 (down) or 3 (unknown), as monitoring plugins do.")

    @OptionGroup var options: AdminOptions

    func run() async throws {
        let data = try await options.ask(failing: 3) { client throws(AdminError) in try await client.get("/admin/status") }
        let report = try AdminOptions.decoded(data, as: StatusReport.self)
        if options.json { AdminOptions.show(data) } else { show(report) }
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

    private func show(_ report: StatusReport) {
        print(
            "ringcheck \(report.version): \(Colour.of(report.state.rawValue)), \(report.pendingVerifications) verifications pending,",
            "\(report.callbacksWaiting) callbacks waiting, \(report.callbacksDead) dead")
        var table = Table("MODEM", "STATE", "NUMBER", "NETWORK", "SIGNAL")
        for modem in report.modems {
            table.add(
                modem.ports.first ?? modem.id, modem.state.rawValue + (modem.simulated ? " (simulated)" : ""),
                modem.line?.number ?? "-",
                modem.operator ?? "-", modem.signalDBm.map { "\($0) dBm" } ?? "-")
        }
        print(table.text)
        for problem in report.problems { print("! \(problem.title)\n  \(problem.advice)") }
    }
}
