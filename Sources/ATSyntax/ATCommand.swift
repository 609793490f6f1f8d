/// A command line to a modem, and how its answer is told from everything else (V.250, 5.2).
public struct ATCommand: Hashable, Sendable {
    /// Without the CR that ends it: `AT+CLCC`.
    public let text: String
    /// How information responses to it begin. Every other line is an unsolicited result code, also in mid-answer, and so is who calls.
    public let prefixes: [String]
    /// Whether the answer may be bare text, as with `AT+CGMI`.
    public let takesBareText: Bool
    /// How long the final result code may take.
    public let patience: Duration

    /// Whether its final result code never comes, as with `AT+CPIN?` on Wavecom: the information response ends it.
    public var endsWithInformation = false

    public init(_ text: String, prefixes: [String] = [], takesBareText: Bool = false, patience: Duration = .seconds(5)) {
        self.text = text
        self.prefixes = prefixes
        self.takesBareText = takesBareText
        self.patience = patience
    }

    /// The bytes on the wire: the text and S3, carriage return.
    public var bytes: [UInt8] { Array(text.utf8) + [UInt8(ascii: "\r")] }

    /// Whether `+CMEE:` may answer it.
    public var asksForErrorReports: Bool {
        let text = text.uppercased()
        return text.contains("+CMEE?") || text.contains("+CMEE=?")
    }

    /// Whether a bare number answers it: the value of an S-parameter (V.250, 5.3.2). A result code in figures cannot be told from that.
    public var asksForNumber: Bool { text.uppercased().hasPrefix("ATS") && text.hasSuffix("?") }

    /// Whether a line belongs to the answer. Who calls is told under the same names as the settings that show it: `+CLIP:`, `+CCWA:`.
    public func owns(_ line: String) -> Bool {
        if prefixes.contains(where: line.hasPrefix) { return !UnsolicitedResult(line).presentsCaller }
        return takesBareText && UnsolicitedResult(line) == .other && !line.hasPrefix("^RSSI") && !line.hasPrefix("+C")
    }
}

extension ATCommand {
    /// List current calls (3GPP TS 27.007, 7.18).
    public static let clcc = ATCommand("AT+CLCC", prefixes: ["+CLCC:"])
    /// Asks what cannot be taken for the answer to anything else (9.1).
    public static let resynchronise = ATCommand("AT+CMEE?", prefixes: ["+CMEE:"], patience: .seconds(3))
    /// Asks for the ICCID, which no standard command tells: with any vendor's name before it in the answer, or bare.
    public static func cardIdentity(_ text: String) -> ATCommand {
        let names = ["+CCID:", "+QCCID:", "+CICCID:", "+ICCID:", "^ICCID:", "#CCID:", "^SCID:", "+SCID:", "!ICCID:", "$QCCID:"]
        return ATCommand(text, prefixes: names, takesBareText: true)
    }

    /// Whether the SIM is ready, or asks for a code (8.3).
    public static let cpin = ATCommand("AT+CPIN?", prefixes: ["+CPIN:"])
    /// The subscriber's identity (5.6).
    public static let cimi = ATCommand("AT+CIMI", prefixes: ["+CIMI:"], takesBareText: true)
    /// Show who calls (7.6); some modems ask the network.
    public static let showCallers = ATCommand("AT+CLIP=1", patience: .seconds(15))
    /// Radio and SIM on (8.2).
    public static let fullFunctionality = ATCommand("AT+CFUN=1", patience: .seconds(15))
    /// No call is answered by the modem itself (V.250, 6.3.8).
    public static let manualAnswer = ATCommand("ATS0=0")
    /// Numeric error codes (9.1): they tell a SIM that is busy from a command that is not known.
    public static let numericErrors = ATCommand("AT+CMEE=1")
    /// Signal quality (8.5).
    public static let csq = ATCommand("AT+CSQ", prefixes: ["+CSQ:"])
    /// Network registration (7.2).
    public static let creg = ATCommand("AT+CREG?", prefixes: ["+CREG:"])
}
