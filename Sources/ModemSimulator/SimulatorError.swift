/// Why virtual modems cannot be run or reached.
public enum SimulatorError: Error, Hashable, Sendable {
    /// The system refused a call: its name, and `errno`.
    case system(String, errno: Int32)
    /// The path of a socket is longer than the 107 bytes that Linux takes.
    case pathTooLong(String)
    /// More than 1000 modems, or none.
    case count(Int)
    /// The simulator refused a command, with its words.
    case refused(String)

    /// One sentence for the operator.
    public var remedy: String {
        switch self {
        case .system(let call, let errno): "The system refused \(call) (errno \(errno)): look at limits and permissions."
        case .pathTooLong(let path): "Choose a shorter directory: \(path) is too long for a socket."
        case .count(let count): "Ask for 1 to 1000 virtual modems, not \(count)."
        case .refused(let words): "The simulator refused: \(words)."
        }
    }
}
