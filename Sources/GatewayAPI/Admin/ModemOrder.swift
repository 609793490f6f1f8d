/// The body of `POST /admin/modems/orders`: what an operator wants of one modem.
public struct ModemOrder: Codable, Hashable, Sendable {
    /// Its tty, USB path, IMEI, identity or number.
    public let modem: String
    /// Only `at` takes a ``command``, and needs one.
    public let action: Action
    /// For `at`: one command line, such as `AT+CSQ`.
    public let command: String?

    public init(modem: String, action: Action, command: String? = nil) {
        self.modem = modem
        self.action = action
        self.command = command
    }

    /// What can be done with a modem.
    public enum Action: String, Codable, Sendable, CaseIterable {
        /// Its line is handed out again, or not any more; calls that ring are dropped all the same.
        case enable, disable
        /// It starts again.
        case reset
        /// A command between those of the running session.
        case at
        /// Another line calls it, to see whether calls reach it.
        case prove
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case modem, action, command }

    init(_ body: JSONObject) throws(Problem) {
        modem = try body.requiredString("modem", limit: 256)
        guard let action = Action(rawValue: try body.requiredString("action", limit: 16)) else {
            throw .invalidField("action", "action has to be enable, disable, reset, at or prove.")
        }
        self.action = action
        command = try body.string("command", limit: 256)
    }
}

/// What came of an order that was carried out.
public struct ModemAnswer: Codable, Hashable, Sendable {
    /// For `at` its information responses and final result code; for `prove` one sentence; else none.
    public let lines: [String]

    public init(lines: [String]) { self.lines = lines }
}

/// Why an order was not carried out: one sentence.
public struct ModemOrderRefusal: Error, Hashable, Sendable {
    /// For the operator: the `detail` of the problem (409).
    public let remedy: String

    public init(remedy: String) { self.remedy = remedy }
}
