import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI
import Glibc
import Verification

/// `ringcheck verify`
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify a number: shows what to call, waits, says the verdict.",
        discussion: "Ends with 0 where the number is verified, else with 1.\n\n  ringcheck verify +919812345678 --application shop")

    @Argument(help: "The number in question, with + and country code.") var number: String
    @Option(help: "For which application; may be left out where only one is configured.") var application: String?
    @Option(help: "Where the end is called back, in place of the application's own.") var callbackURL: String?
    @Option(help: "How long to wait, in seconds.") var expiresIn: Int?
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let request = AdminVerificationRequest(
            application: application, phoneNumber: number, callbackURL: callbackURL, expiresIn: expiresIn)
        let created = try await options.ask { client throws(AdminError) in try await client.post("/admin/verifications", request) }
        var verification = try AdminOptions.decoded(created, as: VerificationRepresentation.self)
        if !options.json {
            print(
                "Call \(verification.numberToCall.map { "\($0)" } ?? "-") from \(verification.phoneNumber), and let it ring until it stops."
            )
        }
        while verification.status == .pending {
            if !options.json { tick(verification) }
            try await ContinuousClock().sleep(for: .milliseconds(500))
            let id = verification.id
            let data = try await options.ask { client throws(AdminError) in try await client.get("/admin/verifications/\(id)") }
            verification = try AdminOptions.decoded(data)
            if options.json, verification.status != .pending { AdminOptions.show(data) }
        }
        if !options.json { print("\(lineStart)\(Colour.of(verification.status.rawValue)) (code \(verification.status.code))") }
        throw ExitCode(verification.status == .verified ? 0 : 1)
    }

    private var lineStart: String { isatty(STDOUT_FILENO) == 1 ? "\r\u{1B}[K" : "" }

    private func tick(_ verification: VerificationRepresentation) {
        guard isatty(STDOUT_FILENO) == 1 else { return }
        let last = verification.lastCall.map { ", last call: \($0.disposition.rawValue)" } ?? ""
        FileHandle.standardOutput.write(Data("\(lineStart)waiting until \(verification.expiresAt)\(last) ".utf8))
    }
}
