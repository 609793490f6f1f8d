/// What a store refuses, as facts.
public enum StoreError: Error, Hashable, Sendable {
    /// No application of this name is configured.
    case unknownApplication(ApplicationName)
    /// The file was written by a newer version of Ringcheck.
    case newerSchema(path: String)
    /// The disk is full, or the file cannot be written now.
    case unavailable(path: String, detail: String)
    /// A path that somebody named cannot be what it was named for: it is not there, or is there already.
    case unsuitable(path: String, detail: String)
    /// Another gateway holds the data directory.
    case inUse(path: String)
    /// The file is no database, or is damaged.
    case damaged(path: String, detail: String)

    /// One sentence for the operator.
    public var remedy: String {
        switch self {
        case .unknownApplication(let name):
            "There is no application '\(name)': add it under 'applications' in the configuration and restart."
        case .newerSchema(let path):
            "\(path) was written by a newer version of ringcheck: install that version, or point data-directory elsewhere."
        case .unavailable(let path, let detail):
            "\(path) cannot be written (\(detail)): free space on the disk or mend it; ringcheck goes on by itself."
        case .unsuitable(let path, let detail): "\(path): \(detail)."
        case .inUse(let path):
            "\(path) is in use by another ringcheck: stop that one, or give this one a data-directory of its own."
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)): stop ringcheck, keep the file, and restore a backup."
        }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String { remedy }
}
