import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI
import Glibc
import UnixSignals
import Verification

/// `ringcheck verify`
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify a number: shows what to call, waits, says the verdict.",
        discussion: """
            Ends with 0 where the number is verified, with 1 where it ended otherwise (Ctrl-C cancels it), and with 3 where nobody could
            tell: the gateway does not answer, or refused.
            With --json, one object a line: the pending verification first, the ended one last.

              ringcheck verify +919812345678 --application shop
            """)

    /// As `status` has it.
    private static let unknown: Int32 = 3

    @Argument(help: "The number in question, with + and country code.") var number: String
    @Option(help: "For which application; may be left out where only one is configured.") var application: String?
    @Option(help: "Where the end is called back, in place of the application's own.") var callbackURL: String?
    @Option(help: "How long to wait, in seconds.") var expiresIn: Int?
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let request = AdminVerificationRequest(
            application: application, phoneNumber: number, callbackURL: callbackURL, expiresIn: expiresIn)
        let first = try await answer { client throws(AdminError) in try await client.post("/admin/verifications", request) }
        VerifyPage(isSilent: options.json).begin(first)
        let vigil = Task { try await wait(for: first) }
        let interruption = Task { await Verify.interrupt(vigil, at: signals) }
        defer { interruption.cancel() }
        let last = try await end(of: first, after: vigil)
        VerifyPage(isSilent: options.json).end(last)
        throw ExitCode(last.status == .verified ? 0 : 1)
    }

    /// Whoever interrupts twice does not wait for the gateway's word.
    private static func interrupt(_ vigil: Task<VerificationRepresentation, any Error>, at signals: UnixSignalsSequence) async {
        for await _ in signals {
            if vigil.isCancelled { Glibc.exit(unknown) }
            vigil.cancel()
        }
    }

    private func end(
        of first: VerificationRepresentation, after vigil: Task<VerificationRepresentation, any Error>
    ) async throws -> VerificationRepresentation {
        do {
            return try await vigil.value
        } catch is CancellationError {
            return try await answer { client throws(AdminError) in
                try await client.post("/admin/verifications/\(AdminClient.escaped(first.id))/cancel")
            }
        }
    }

    /// The verification that the gateway answers; with `--json` it is shown as it came.
    private func answer(_ body: (AdminClient) async throws(AdminError) -> Data) async throws -> VerificationRepresentation {
        let data = try await options.ask(failing: Verify.unknown, body)
        if options.json { AdminOptions.show(data) }
        return try AdminOptions.decoded(data)
    }

    private func wait(for first: VerificationRepresentation) async throws -> VerificationRepresentation {
        var page = VerifyPage(isSilent: options.json)
        let client = try options.client()
        var verification = first
        while verification.status == .pending {
            do {
                let data = try await client.get("/admin/verifications/\(AdminClient.escaped(first.id))")
                verification = try AdminOptions.decoded(data)
                if options.json, verification.status != .pending { AdminOptions.show(data) }
                page.tick(verification)
            } catch let error as AdminError {
                try Task.checkCancellation()
                guard error.mayPass, !Verify.isLongOver(first) else {
                    throw Complaint.fatal("\(error)", code: Verify.unknown)
                }
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
