import ArgumentParser
import Gateway

/// The command line.
@main
struct Ringcheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ringcheck", abstract: "Verify phone numbers with a missed call, on your own modem.",
        discussion: """
            First: ringcheck modems probe shows which modems are there; ringcheck serve runs the gateway; ringcheck status says whether it \
            is well; ringcheck verify tries a number. --config may be left out where RINGCHECK_CONFIG names the file.

            Ends with 0 where all went well, else with 1, or with 64 (wrong usage), 74 (standard output cannot be written) or 78 (wrong \
            configuration); where a command has other codes, its help says so.
            """,
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
