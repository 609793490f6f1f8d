import ArgumentParser
import Foundation
import Gateway

/// `ringcheck simulate modems`
struct SimulateModems: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modems", abstract: "Run virtual modems on PTYs, for any program to open.",
        discussion: """
            Makes DIRECTORY/modem0, modem1, … and DIRECTORY/control.sock, which takes lines such as
              ring modem0 +919812345678 rings=3
            """)

    @Option(help: "How many, 1 to 64.") var count = 1
    @Option(help: "Where the ports appear.") var directory: String

    func run() async throws {
        do {
            try await SimulatedModems(count: count, directory: directory).run { Output.say($0) }
        } catch {
            throw Complaint.fatal("\(error)")
        }
    }
}
