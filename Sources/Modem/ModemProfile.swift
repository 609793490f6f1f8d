public import ATSyntax

/// What one family of modems does differently, as data.
public struct ModemProfile: Equatable, Sendable {
    /// The family: `generic`, …
    public let name: String
    /// Settings sent in order at bring-up; each may be refused.
    public var settings: [ATCommand]
    /// Ways to ask for the ICCID, tried in order until one answers.
    public var cardIdentity: [ATCommand]
    /// Ways to drop a ringing call, tried in order until it has stopped.
    public var hangUp: [HangUp]
    /// Ways to drop a waiting call.
    public var hangUpWaiting: [HangUp]
    /// The longest usual time from one ring to the next, until the modem has shown its own.
    public var ringPeriod: Duration
    /// How long after `+CLIP` a `+CSSU` may come in a read of its own (3GPP TS 27.007, 7.17). Every call waits that long for
    /// it. Zero: they come together; a modem that shows otherwise is given the time it took from then on.
    public var forwardingNotice: Duration = .zero

    /// One way to drop a call.
    public enum HangUp: Hashable, Sendable {
        /// A fixed command: `AT+CHUP`, `ATH`.
        case command(String)
        /// `AT+CHLD=1<index>` with the index that `+CLCC` told; passed over where it told none.
        case releaseByIndex
    }
}

extension ModemProfile {
    /// What suits a modem that nobody has written a profile for.
    public static let generic = ModemProfile(
        name: "generic",
        settings: [
            ATCommand("AT+CLIP=1", patience: .seconds(15)),
            ATCommand("ATS0=0"), ATCommand("AT&D0"), ATCommand("AT+CMEE=1"), ATCommand("AT+CRC=1"),
            ATCommand("AT+CCWA=1", prefixes: ["+CCWA:"], patience: .seconds(15)),
            ATCommand("AT+CSSN=0,1"), ATCommand("AT+CNMI=2,0,0,0,0"), ATCommand("AT+CREG=2"),
        ],
        cardIdentity: ["AT+CCID", "AT+QCCID", "AT+CICCID", "AT^ICCID?", "AT+ICCID"].map {
            ATCommand($0, takesBareText: true)
        },
        hangUp: [.command("AT+CHUP"), .releaseByIndex, .command("ATH")],
        hangUpWaiting: [.command("AT+CHLD=0"), .command("AT+CHUP")],
        ringPeriod: .seconds(5))
}
