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
            Ends with 0 where the number is verified, else with 1.
            With --json, one object a line: the pending verification first, the ended one last.

              ringcheck verify +919812345678 --application shop
            """)

    @Argument(help: "The number in question, with + and country code.") var number: String
    @Option(help: "For which application; may be left out where only one is configured.") var application: String?
    @Option(help: "Where the end is called back, in place of the application's own.") var callbackURL: String?
    @Option(help: "How long to wait, in seconds.") var expiresIn: Int?
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let request = AdminVerificationRequest(
            application: application, phoneNumber: number, callbackURL: callbackURL, expiresIn: expiresIn)
        let created = try await options.ask { client throws(AdminError) in try await client.post("/admin/verifications", request) }
        let first: VerificationRepresentation = try AdminOptions.decoded(created)
        if options.json { AdminOptions.show(created) }
        var page = VerifyPage(isSilent: options.json)
        page.begin(first)
        let last = try await wait(for: first, &page)
        page.end(last)
        throw ExitCode(last.status == .verified ? 0 : 1)
    }

    private func wait(
        for first: VerificationRepresentation, _ page: inout VerifyPage
    ) async throws -> VerificationRepresentation {
        let client = try options.client()
        var verification = first
        while verification.status == .pending {
            do {
                let data = try await client.get("/admin/verifications/\(AdminClient.escaped(first.id))")
                verification = try AdminOptions.decoded(data)
                if options.json, verification.status != .pending { AdminOptions.show(data) }
                page.tick(verification)
            } catch let error as AdminError {
                guard error.mayPass, !Verify.isLongOver(first) else { throw Complaint.fatal("\(error)") }
                page.lost(error)
            }
            try await ContinuousClock().sleep(for: .milliseconds(500))
        }
        return verification
    }

    /// A gateway that restarts is waited for, and no longer than its answer can be worth.
    private static func isLongOver(_ verification: VerificationRepresentation) -> Bool {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let end = try? Date(verification.expiresAt, strategy: style) else { return true }
        return Date.now > end.addingTimeInterval(30)
    }
}
