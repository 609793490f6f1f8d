import Foundation
import GatewayAPI

/// How `ringcheck status` looks to a person.
struct StatusPage {
    private let report: StatusReport
    private let options: AdminOptions
    private let now: Date

    init(_ report: StatusReport, _ options: AdminOptions, now: Date = .now) {
        self.report = report
        self.options = options
        self.now = now
    }

    var text: String { ([headline, table] + problems + [nextStep]).filter { !$0.isEmpty }.joined(separator: "\n") }

    private var headline: String {
        """
        ringcheck \(report.version): \(Colour.of(report.state.rawValue)), \(report.pendingVerifications) verifications pending, \
        \(report.callbacksWaiting) callbacks waiting, \(report.callbacksDead) dead
        """
    }

    private var table: String {
        guard !report.modems.isEmpty else { return "" }
        var table = Table("MODEM", "STATE", "SINCE", "NUMBER", "NETWORK", "SIGNAL", "HEARD", "PROVEN")
        for modem in report.modems {
            table.add(
                modem.ports.first ?? modem.id, modem.state.rawValue + (modem.simulated ? " (simulated)" : ""), age(modem.since),
                modem.line?.number ?? "-", network(modem), signal(modem), age(modem.evidenceAt),
                age(modem.provenAt))
        }
        return table.text
    }

    private func network(_ modem: ModemReport) -> String {
        guard modem.hasSession else { return "-" }
        return [modem.operator, modem.technology].compactMap { $0 }.joined(separator: " ")
    }

    /// How long ago, as `12 s`, `3 min`, `5 h`, `2 d`.
    private func age(_ timestamp: String?) -> String {
        guard let timestamp, let date = StatusPage.date(timestamp) else { return "never" }
        let seconds = max(0, Int(now.timeIntervalSince(date)))
        switch seconds {
        case ..<100: return "\(seconds) s"
        case ..<6000: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86_400) d"
        }
    }

    private static func date(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        return try? Date(text, strategy: style)
    }

    private func signal(_ modem: ModemReport) -> String {
        guard modem.hasSession else { return "-" }
        return modem.signalDBm.map(bars) ?? modem.referenceSignalDBm.map { "RSRP \($0) dBm" } ?? "-"
    }

    /// Bars as phones show them, and the figure.
    private func bars(_ dBm: Int) -> String {
        let count = [-107, -97, -87, -77].count { dBm > $0 }
        return String(repeating: "#", count: count) + String(repeating: ".", count: 4 - count) + " \(dBm) dBm"
    }

    private var problems: [String] { report.problems.map { "! \($0.title.printable)\n  \($0.advice.printable)" } }

    private var nextStep: String {
        if report.modems.isEmpty { return "No modem is there: plug one in, or name its port under modems.ports." }
        guard report.problems.isEmpty else { return "" }
        return "All is well. Try a number with: \(options.command("verify +NUMBER --application NAME"))"
    }
}

extension ModemReport {
    /// Whether anybody talks with it; what it told last is nothing to go by where nobody does.
    fileprivate var hasSession: Bool { state != .disconnected && state != .outOfService }
}
