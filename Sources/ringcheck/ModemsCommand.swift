import ArgumentParser

/// `ringcheck modems`
struct ModemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modems", abstract: "Look after the modems.",
        discussion: "A modem is named by its tty, IMEI, id or number, as `ringcheck modems list` shows them.",
        subcommands: [
            ModemsList.self, ModemsProbe.self, ModemsEnable.self, ModemsDisable.self, ModemsReset.self, ModemsProve.self,
            ModemsAT.self,
        ],
        defaultSubcommand: ModemsList.self)
}
