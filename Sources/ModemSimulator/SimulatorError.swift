/// Why virtual modems cannot be run or reached.
public enum SimulatorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system refused a call: its name, and `errno`.
    case system(String, errno: Int32)
    /// The path of a socket is longer than the 107 bytes that Linux takes.
    case pathTooLong(String)
    /// More modems than can run, or none.
    case count(Int)
    /// Something that no simulator has made stands where a port or the control socket belongs.
    case occupied(String)
    /// The simulator refused a command, with its words.
    case refused(String)

    public var description: String { remedy }

    /// One sentence for the operator.
    public var remedy: String {
        switch self {
        case .system(let call, let errno): "The system refused \(call) (errno \(errno)): look at limits and permissions."
        case .pathTooLong(let path): "Choose a shorter directory: \(path) is too long for a socket."
        case .count(let count): "Ask for 1 to \(VirtualModemBank.most) virtual modems, not \(count)."
        case .occupied(let path): "\(path) was made by something else: choose another directory, or move it away."
        case .refused(let words): "The simulator refused: \(words)."
        }
    }
}
