/// Why the admin socket cannot be opened.
public enum AdminSocketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process answers on it.
    case inUse(path: String)
    /// Something that is no socket lies there.
    case notASocket(path: String)
    /// The path has more bytes than a socket's address takes.
    case tooLong(path: String)
    /// The directory or the socket cannot be made.
    case unusable(path: String, detail: String)

    /// `tooLong` where a socket at this path, or at the one where it is made (``AdminSocket``), has more bytes than its address takes.
    public static func lengthProblem(of path: String) -> AdminSocketError? {
        AdminSocket(path: path).fits ? nil : .tooLong(path: path)
    }

    /// One sentence for the operator.
    public var remedy: String {
        switch self {
        case .inUse(let path): "Another ringcheck answers on \(path): stop it, or set another admin-socket."
        case .notASocket(let path): "\(path) is no socket: move it away, or set another admin-socket."
        case .tooLong(let path): "\(path) is too long for a socket: set a shorter admin-socket."
        case .unusable(let path, let detail): "\(path) cannot be opened (\(detail)): check the directory and its owner."
        }
    }

    public var description: String { remedy }
}
