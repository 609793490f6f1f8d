import ArgumentParser
import Foundation
import Gateway
import Logging

/// `ringcheck serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the gateway.",
        discussion: """
            Reads the configuration, opens the modems, and answers the API until it is told to stop (SIGTERM, Ctrl-C).

            Try it without a modem (an application, which `verify` needs, is in the configuration):

              ringcheck serve --simulate 1 --data-directory .ringcheck --admin-socket .ringcheck/admin.sock
            """)

    @Option(help: ArgumentHelp("The configuration file; the one of RINGCHECK_CONFIG where left out.", valueName: "file"))
    var config: String?
    @Option(help: ArgumentHelp("Listen here, such as 127.0.0.1:8080.", valueName: "host:port")) var listen: String?
    @Option(help: ArgumentHelp("Where ringcheck.sqlite lives.", valueName: "path")) var dataDirectory: String?
    @Option(help: ArgumentHelp("Where the command line finds the gateway.", valueName: "path")) var adminSocket: String?
    @Option(help: ArgumentHelp("Run this many virtual modems instead of real ones.", valueName: "count")) var simulate: Int?
    @Flag(help: "Log more.") var verbose = false

    func run() async throws {
        let configuration = try Complaint.catching { () throws(ConfigurationErrors) in
            try Configuration.load(
                file: config, environment: ProcessInfo.processInfo.environment,
                overrides: .init(listen: listen, dataDirectory: dataDirectory, adminSocket: adminSocket, simulate: simulate))
        }
        var logger = Logger(label: "ringcheck", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = verbose ? .debug : Logger.Level(rawValue: configuration.logLevel.rawValue) ?? .info
        do {
            try await GatewayService(configuration, logger: logger).run { address in
                let place = AdminOptions.place(config: config, adminSocket: adminSocket).map { " \($0)" } ?? ""
                Output.say("ringcheck listens on \(address)\nWhether its modems are well says: ringcheck status\(place)")
            }
        } catch {
            throw Complaint.fatal("\(error)")
        }
    }
}
