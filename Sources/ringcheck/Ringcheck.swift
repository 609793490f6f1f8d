import ArgumentParser
import Gateway

/// The command line.
@main
struct Ringcheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ringcheck", abstract: "Verify phone numbers with a missed call, on your own modem.",
        version: Version.current,
        subcommands: [
            Serve.self, Status.self, DoctorCommand.self, ModemsCommand.self, Verify.self, Calls.self, Callbacks.self, Keys.self,
            Backup.self,
            Audit.self, Numbers.self,
            Simulate.self,
            UdevRulesCommand.self,
            ConfigCommand.self,
        ])
}
