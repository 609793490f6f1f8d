import AdminClient
import ArgumentParser
import GatewayAPI

/// `ringcheck modems enable`
struct ModemsEnable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Hand a modem's number out again.")

    @Argument(help: "Its tty, IMEI, id or number, as `modems list` shows them.") var modem: String
    @OptionGroup var options: AdminOptions

    func run() async throws {
        try await options.carryOut(
            ModemOrder(modem: modem, action: .enable),
            telling: "Its number is handed out again, where nothing else speaks against it: see `ringcheck status`.")
    }
}

/// `ringcheck modems disable`
struct ModemsDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Hand a modem's number out no more, until it is enabled again.")

    @Argument(help: "Its tty, IMEI, id or number, as `modems list` shows them.") var modem: String
    @OptionGroup var options: AdminOptions

    func run() async throws {
        try await options.carryOut(
            ModemOrder(modem: modem, action: .disable),
            telling: "Its number is not handed out any more. Calls that ring are recorded and dropped all the same.")
    }
}

/// `ringcheck modems reset`
struct ModemsReset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reset", abstract: "Start a modem again (AT+CFUN=1,1).")

    @Argument(help: "Its tty, IMEI, id or number, as `modems list` shows them.") var modem: String
    @OptionGroup var options: AdminOptions

    func run() async throws {
        try await options.carryOut(
            ModemOrder(modem: modem, action: .reset), telling: "It is starting again; `ringcheck status` shows when it is back.")
    }
}

/// `ringcheck modems prove`
struct ModemsProve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Have another line call this modem's, to see whether calls reach it.",
        discussion: """
            Nobody answers: the call is dropped when it arrives, or ended after 15 s. Ends with 0 where it arrived with its number, \
            else with 1. Refused while verifications wait on either line, and when the others have called often enough today.
            """)

    @Argument(help: "Its tty, IMEI, id or number, as `modems list` shows them.") var modem: String
    @OptionGroup var options: AdminOptions

    func run() async throws {
        if !options.json { Complaint.say("Asking another line to call it: up to half a minute …") }
        let data = try await options.order(ModemOrder(modem: modem, action: .prove))
        if options.json { return AdminOptions.show(data) }
        for line in try AdminOptions.decoded(data, as: ModemAnswer.self).lines { Output.say(line.printable) }
    }
}

/// `ringcheck modems at`
struct ModemsAT: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "at", abstract: "Send one AT command between those of the running session.",
        discussion: """
            What would break the session, take or make a call is refused. Ends with 0 where the modem answers OK, else with 1.

              ringcheck modems at /dev/ttyUSB2 AT+CSQ
            """)

    @Argument(help: "Its tty, IMEI, id or number, as `modems list` shows them.") var modem: String
    @Argument(help: "The command line, such as AT+CSQ.") var command: String
    @OptionGroup var options: AdminOptions

    func run() async throws {
        let data = try await options.order(ModemOrder(modem: modem, action: .at, command: command))
        let lines = try AdminOptions.decoded(data, as: ModemAnswer.self).lines
        if options.json { AdminOptions.show(data) } else { for line in lines { Output.say(line.printable) } }
        throw ExitCode(lines.last == "OK" ? 0 : 1)
    }
}
