import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI
import Verification

/// `ringcheck numbers`
struct Numbers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What is kept of one phone number, and its removal.", subcommands: [Export.self, Erase.self])

    /// `ringcheck numbers export`
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print everything that is kept of a number, as JSON.", discussion: "  ringcheck numbers export +919812345678")

        @Argument(help: "The number, with + and country code.") var number: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let data = try await options.ask { client throws(AdminError) in
                try await client.post("/admin/phone-numbers/export", ["phone_number": number])
            }
            AdminOptions.show(data)
        }
    }

    /// `ringcheck numbers erase`
    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove everything that is kept of a number. It cannot be brought back.",
            discussion: "Not while a verification of it is open or ended less than a minute ago.")

        @Argument(help: "The number, with + and country code.") var number: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let data = try await options.ask { client throws(AdminError) in
                try await client.post("/admin/phone-numbers/erase", ["phone_number": number])
            }
            if options.json { return AdminOptions.show(data) }
            let erasure: Erasure = try AdminOptions.decoded(data)
            Output.say(
                "Removed: \(erasure.verifications) verifications, \(erasure.calls) calls, \(erasure.callbacks) callbacks.")
        }
    }
}
