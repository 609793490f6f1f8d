import ArgumentParser
import Foundation
import Gateway

/// `ringcheck simulate modems`
struct SimulateModems: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modems", abstract: "Run virtual modems on PTYs, for any program to open.",
        discussion: """
            Makes DIRECTORY/modem0, modem1, … and DIRECTORY/control.sock, a stream socket that takes lines such as these, and \
            answers each:

              list
              ring modem0 +919812345678 rings=3       also: withheld, unavailable
              set modem0 registration=3
              say modem0 +CPIN: NOT INSERTED
              answer modem0 AT+QCFG="ims" +QCFG: "ims",0
              fault modem0 unplug                     also: noise, silence, reset, stall=SECONDS, late=SECONDS, endless=BYTES
              count modem0
            """)

    @Option(help: "How many, 1 to \(SimulatedModems.most).") var count = 1
    @Option(help: "Where the ports appear.") var directory: String

    func run() async throws {
        do {
            try await SimulatedModems(count: count, directory: directory).run { Output.say($0) }
        } catch {
            throw Complaint.fatal("\(error)")
        }
    }
}
