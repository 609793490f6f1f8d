import ArgumentParser
import Foundation
import GatewayAPI
import Testing

@testable import ringcheck

/// What a person reads.
@Suite struct PageTests {
    @Test func `columns are as wide as their widest cell, and lines end without blanks`() {
        var table = Table("ID", "STATE", "TO")
        table.add("msg_1", "dead", "a")
        table.add("m", "pending", "")
        #expect(table.text == "ID     STATE    TO\nmsg_1  dead     a\nm      pending")
    }

    @Test func `nothing that a terminal would obey is shown as it came`() {
        var table = Table("NETWORK")
        table.add("Air\u{1B}[2Jtel\u{202E}\n")
        #expect(table.text == "NETWORK\nAir\u{FFFD}[2Jtel\u{FFFD}\u{FFFD}")
    }

    @Test func `status shows a line for each modem, then what is wrong and what to do`() throws {
        let line = LineReport(id: "iccid:1", number: "+919876543210", takesCalls: true)
        let report = StatusReport(
            state: .degraded, version: "1.0", uptimeSeconds: 5,
            problems: [.init(code: "weak-signal", title: "the signal is weak", severity: .warning, advice: "Move the antenna.")],
            modems: [
                ModemReport(
                    id: "imei:1", ports: ["/dev/ttyUSB2"], state: .ready, since: "2026-11-30T00:00:00Z",
                    evidenceAt: "2026-11-30T01:59:30.500Z", signalDBm: -95, operator: "Airtel", technology: "2G", line: line),
                ModemReport(id: "port:/dev/ttyS0", state: .disconnected, since: "2026-11-27T00:00:00Z"),
            ], pendingVerifications: 2, callbacksWaiting: 1)
        let now = try Date("2026-11-30T02:00:00Z", strategy: .iso8601)
        #expect(
            StatusPage(report, try AdminOptions.parse([]), now: now).text == """
                ringcheck 1.0: degraded, 2 verifications pending, 1 callbacks waiting, 0 dead
                MODEM            STATE         SINCE  NUMBER         NETWORK    SIGNAL        HEARD  PROVEN
                /dev/ttyUSB2     ready         2 h    +919876543210  Airtel 2G  ##.. -95 dBm  29 s   never
                port:/dev/ttyS0  disconnected  3 d    -              -          -             never  never
                ! the signal is weak
                  Move the antenna.
                """)
    }

    @Test func `where all is well the next step is for the same gateway`() throws {
        let modem = ModemReport(id: "imei:1", state: .ready, since: "2026-11-30T00:00:00Z")
        let page = StatusPage(
            StatusReport(state: .well, version: "1.0", uptimeSeconds: 5, modems: [modem]),
            try AdminOptions.parse(["--config", "my.yaml"]))
        #expect(page.text.hasSuffix("ringcheck verify +NUMBER --application NAME --config my.yaml"))
    }

    @Test func `a reminder of --config is given where a command was named without it`() throws {
        let options = try AdminOptions.parse(["--config", "my.yaml"])
        #expect(options.reminder(for: ["Run: ringcheck modems enable x"])?.contains("--config my.yaml") == true)
        #expect(options.reminder(for: ["Start it: ringcheck serve --config FILE", "Run: ringcheck udev-rules", "Wait."]) == nil)
        #expect(try AdminOptions.parse([]).reminder(for: ["Run: ringcheck modems enable x"]) == nil)
    }

    @Test func `each state has the exit code of a monitoring plugin`() {
        #expect(StatusReport.State.allCases.map(Status.code) == [0, 1, 2, 3])
    }
}
