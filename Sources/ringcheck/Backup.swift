import ArgumentParser
import Foundation
import Gateway

/// `ringcheck backup`
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the database to a file, and put a copy back.",
        discussion: """
            A copy can be made while the gateway runs. It holds all verifications, calls and callbacks, but no secret: keep ringcheck.key of \
            the data directory apart from it, since endpoints' secrets are derived from it. To be run as the user that runs the gateway.
            """, subcommands: [Make.self, Restore.self])

    /// `ringcheck backup make`
    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Copy the database, also while the gateway runs.")

        @Argument(help: "The file to make; it must not be there yet.") var file: String
        @OptionGroup var options: AdminOptions

        func run() throws {
            let directory = try options.configuration().dataDirectory
            let isWatched = isatty(1) == 1 && !options.json
            do {
                try GatewayBackup.make(of: directory, to: file) { part in
                    if isWatched { Output.write("\r\(Int(part * 100)) %") }
                }
            } catch {
                throw Complaint.fatal("\(error)")
            }
            let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
            if options.json { return try AdminOptions.show(Made(file: file, bytes: size)) }
            Output.say("\(isWatched ? "\r" : "")\(file) has it all, \(size / 1024) KiB, looked through and sound.")
            guard DatabaseLook.hasKey(in: directory) else { return }
            Output.say("Keep \(directory)/ringcheck.key too, and apart: endpoints' secrets are derived from it.")
        }

        private struct Made: Encodable {
            let file: String
            let bytes: Int
        }
    }

    /// `ringcheck backup restore`
    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a copy in the place of the database, while no gateway runs.",
            discussion: """
                The present database is kept beside it. What was pending when the copy was made ends as expired and is called back when the \
                gateway starts; callbacks that waited then are sent again, under the identity they had.
                """)

        @Argument(help: "The copy.") var file: String
        @OptionGroup var options: AdminOptions

        func run() throws {
            let directory = try options.configuration().dataDirectory
            do {
                let restored = try GatewayBackup.restore(file, into: directory)
                if options.json { return try AdminOptions.show(Restored(restored)) }
                Output.say("The database in \(directory) is that of \(file) now.")
                Output.say(
                    restored.former.map { "The one before is \($0): remove it when all is well." } ?? "There was none before.")
                if !restored.keepsRevocations {
                    Output.say(
                        """
                        Which keys were revoked since cannot be read from it: see ringcheck keys list, and revoke them again. Nor which \
                        PINs were refused, and which modems were taken out: check the PIN files before you start.
                        """)
                }
                Output.say("Numbers that were erased since the copy was made are back: erase them again.")
                if !DatabaseLook.hasKey(in: directory) {
                    Output.say("Put ringcheck.key back there, too: without it every endpoint's secret has to be rotated.")
                }
                Output.say("Start the gateway: \(options.command("serve"))")
            } catch {
                throw Complaint.fatal("\(error)")
            }
        }

        private struct Restored: Encodable {
            let formerDatabase: String?
            let keepsRevocations: Bool

            init(_ restored: GatewayBackup.Restoration) {
                formerDatabase = restored.former
                keepsRevocations = restored.keepsRevocations
            }

            private enum CodingKeys: String, CodingKey {
                case formerDatabase = "former_database"
                case keepsRevocations = "keeps_revocations"
            }

            /// `null` where there was none.
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(formerDatabase, forKey: .formerDatabase)
                try container.encode(keepsRevocations, forKey: .keepsRevocations)
            }
        }
    }
}
