import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI
import Verification

/// `ringcheck verify`
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify a number: shows what to call, waits, says the verdict.",
        discussion: """
            Ends with 0 where the number is verified, with 1 where it ended otherwise (Ctrl-C cancels it), with 3 where nobody could tell: \
            the gateway does not answer, or refused; with 78 where the configuration is wrong.

            With --json, one object a line: the pending verification first, the ended one last.

              ringcheck verify +919812345678 --application shop
            """)

    @Argument(help: "The number in question, with + and country code.") var number: String
    @Option(help: ArgumentHelp("For which application; may be left out where only one is configured.", valueName: "name"))
    var application: String?
    @Option(help: ArgumentHelp("Where the end is called back, in place of the application's own.", valueName: "url"))
    var callbackURL: String?
    @Option(help: ArgumentHelp("How long to wait, in seconds.", valueName: "seconds")) var expiresIn: Int?
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let interruption = await Interruption(
            telling: "Canceling it; Ctrl-C once more leaves it pending until its time is over.", code: Vigil.unknown)
        let request = AdminVerificationRequest(
            application: application, phoneNumber: number, callbackURL: callbackURL, expiresIn: expiresIn)
        let created = try await options.ask(failing: Vigil.unknown) { client throws(AdminError) in
            try await client.post("/admin/verifications", request)
        }
        let vigil = Vigil(over: try AdminOptions.decoded(created, failing: Vigil.unknown), client: try options.client())
        var page = VerifyPage(isSilent: options.json)
        if options.json { AdminOptions.show(created) }
        page.begin(vigil.verification)
        let last = try await end(of: vigil, interruption, &page)
        if options.json { AdminOptions.show(last.data) }
        page.end(last.verification)
        throw ExitCode(last.verification.status == .verified ? 0 : 1)
    }

    private func end(of vigil: Vigil, _ interruption: Interruption, _ page: inout VerifyPage) async throws -> Vigil.Sight {
        let waiting = Task { [page] in
            var page = page
            return try await vigil.end(&page)
        }
        interruption.stops { waiting.cancel() }
        do {
            return try await waiting.value
        } catch is CancellationError {
            return try await vigil.cancel(&page)
        }
    }
}
