import ArgumentParser
import Foundation
import Gateway

/// `ringcheck config`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look after the configuration.", subcommands: [Check.self])

    /// `ringcheck config check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with a configuration file.",
            discussion:
                "Ends with 0 where nothing is, else with 78. Each line names file, line and column. Secret files are read, and addresses judged."
        )

        @Argument(help: "The configuration file.") var file: String

        func run() throws {
            let configuration = try Complaint.catching { () throws(ConfigurationErrors) in
                try Gateway.Configuration.load(file: file, environment: ProcessInfo.processInfo.environment, overrides: .init())
            }
            let problems = GatewayService.problems(beside: configuration)
            for problem in problems { Complaint.say(problem) }
            guard problems.isEmpty else { throw ExitCode.configuration }
            Output.say("\(file) is well.")
        }
    }
}
