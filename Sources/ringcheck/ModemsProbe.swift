import ArgumentParser
import Doctor

/// `ringcheck modems probe`
struct ModemsProbe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Look for modems, without the gateway: which tty answers, and who it is.",
        discussion: """
            Listens first, sends nothing to a port that speaks something else, changes no setting, and leaves alone what another \
            program holds. Stop the gateway to have its own ports looked at. Ends with 0 where a modem was found, else with 1.

              ringcheck modems probe
              ringcheck modems probe /dev/ttyS0
            """)

    @Argument(help: "The ttys to look at; all that are configured or found on USB where left out.") var paths: [String] = []
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let ports = await Probing(try options.configuration()).perform(paths) { path in
            if !options.json { Complaint.say("looking at \(path) …") }
        }
        if options.json {
            try AdminOptions.show(ports)
        } else {
            show(ports)
        }
        throw ExitCode(ports.contains { $0.verdict == .modem } ? 0 : 1)
    }

    private func show(_ ports: [ProbedPort]) {
        guard !ports.isEmpty else {
            return Output.say(
                "No tty is configured or found: plug a modem in (lsusb shows it), or name its tty: ringcheck modems probe /dev/ttyS0"
            )
        }
        var table = Table("TTY", "USB", "PROFILE", "MODEM", "IMEI", "SIM", "SIGNAL", "WHAT IT IS")
        for port in ports {
            table.add(
                port.path, port.device ?? "-", port.profile ?? "-",
                [port.manufacturer, port.model].compactMap { $0 }.joined(separator: " "),
                port.imei ?? "-", port.sim ?? "-", port.signalDBm.map { "\($0) dBm" } ?? "-", port.remark)
        }
        Output.say(table.text)
    }
}
