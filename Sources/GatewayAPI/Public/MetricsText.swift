/// The Prometheus text format (0.0.4) of what the gateway knows of itself.
struct MetricsText {
    let status: StatusReport
    /// Requests answered, by hundreds of the status.
    let requests: [Int: Int]

    var text: String {
        var lines: [String] = []
        lines += metric("ringcheck_uptime_seconds", "gauge", "Since the gateway started.", [("", status.uptimeSeconds)])
        lines += metric("ringcheck_modems", "gauge", "Modems by state.", modems)
        lines += metric("ringcheck_lines_taking_calls", "gauge", "Lines that are handed out.", [("", linesTakingCalls)])
        lines += metric("ringcheck_verifications_pending", "gauge", "Open verifications.", [("", status.pendingVerifications)])
        lines += metric("ringcheck_callbacks", "gauge", "Callbacks kept, by state.", callbacks)
        lines += metric("ringcheck_http_requests_total", "counter", "Requests answered on this listener.", answered)
        return lines.joined(separator: "\n") + "\n"
    }

    private var modems: [(String, Int)] {
        ModemReport.State.allCases.map { state in
            ("{state=\"\(state.rawValue)\"}", status.modems.filter { $0.state == state }.count)
        }
    }

    private var linesTakingCalls: Int { status.modems.filter { $0.line?.takesCalls == true }.count }

    private var callbacks: [(String, Int)] {
        [("{state=\"pending\"}", status.callbacksWaiting), ("{state=\"dead\"}", status.callbacksDead)]
    }

    private var answered: [(String, Int)] {
        requests.sorted { $0.key < $1.key }.map { ("{code=\"\($0.key)xx\"}", $0.value) }
    }

    private func metric(_ name: String, _ type: String, _ help: String, _ samples: [(String, Int)]) -> [String] {
        ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"] + samples.map { "\(name)\($0.0) \($0.1)" }
    }
}
