import AdminClient
import ArgumentParser
import Doctor
import Foundation
import Gateway
import GatewayAPI

/// `ringcheck doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Find out what is wrong, and say what to type.",
        discussion: """
            Asks the gateway, and looks at database, ttys, USB, udev rules, disk, power, clock, secret files, the address to listen on and \
            callback targets itself, so that it helps also where the gateway does not start. Changes nothing. Run it as the gateway's user, \
            or with sudo to see who holds a port.

            Ends with 0 (well), 1 (degraded), 2 (down) or 3 (unknown: the gateway does not answer); with 78 where the configuration is \
            wrong, which it says instead.

              sudo ringcheck doctor --config /etc/ringcheck/ringcheck.yaml
            """)

    @OptionGroup var options: AdminOptions

    func run() async throws {
        let settings = try options.configuration()
        let diagnosis = await Examination(settings, await word(AdminClient(socketPath: settings.adminSocket))).perform()
        if options.json {
            try AdminOptions.show(diagnosis)
        } else {
            Output.say(DiagnosisPage(diagnosis).text)
            options.reminder(for: diagnosis.checkups.flatMap(\.problems).map(\.advice)).map(Output.say)
        }
        throw ExitCode(Status.code(diagnosis.state))
    }

    private func word(_ client: AdminClient) async -> GatewayWord {
        do {
            return .answers(try await client.status())
        } catch {
            return .silent("\(error)", mayRun: !error.tellsAbsence)
        }
    }
}
