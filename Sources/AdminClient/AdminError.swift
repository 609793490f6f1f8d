/// Why the gateway did not do what was asked.
public enum AdminError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The socket is not there, or nobody listens on it.
    case notRunning(socketPath: String)
    /// The socket may not be opened.
    case denied(socketPath: String)
    /// Somebody took the request and did not answer in time.
    case silent(socketPath: String)
    /// The connection ended before the answer did.
    case brokenOff(socketPath: String)
    /// The answer is larger than any that is taken.
    case tooLarge
    /// It answered, in words of another version.
    case unreadable
    /// The gateway said no, in these words.
    case refused(String)

    public var description: String {
        switch self {
        case .notRunning(let path):
            """
            ringcheck is not running (no answer on \(path)): start it with `ringcheck serve --config FILE`; one that runs with a file \
            of its own is asked with the same --config.
            """
        case .denied(let path): "\(path) may not be opened: run this as the user that ringcheck runs as, or with sudo."
        case .silent(let path): "ringcheck took the request on \(path) and did not answer within a minute: see its log."
        case .brokenOff(let path):
            "the connection to ringcheck on \(path) broke off before the answer: see its log, and whether it did what was asked."
        case .tooLarge: "the gateway's answer is over \(AdminClient.mostBytes >> 20) MiB: ask for less of it."
        case .unreadable: "the gateway's answer cannot be read: is it of another version?"
        case .refused(let detail): detail
        }
    }

    /// Whether the gateway may only be starting again.
    public var mayPass: Bool {
        switch self {
        case .notRunning, .silent, .brokenOff: true
        case .denied, .tooLarge, .unreadable, .refused: false
        }
    }

    /// Whether surely no gateway listens there.
    public var tellsAbsence: Bool {
        if case .notRunning = self { true } else { false }
    }
}
