import FoundationEssentials
import Glibc
import SQLiteStore
import Verification

/// What a look at the database of a data directory finds while no gateway has it. SQLite may leave an empty log beside it.
public enum DatabaseLook: Equatable, Sendable {
    /// Every page was looked through and is sound. `bytes`: its size, without its log; `hasKey`: whether `ringcheck.key` is beside it.
    case sound(bytes: Int, hasKey: Bool)
    /// There is none, and never was: the first start makes it.
    case notYet
    /// There is none, though `ringcheck.key` beside it says that there was.
    case gone
    /// This user may not look at it.
    case hidden
    /// It is damaged, or no database of ours; how, in one sentence.
    case unsound(String)
    /// It cannot be read by this version, or not now; why, in one sentence.
    case unreadable(String)

    /// Looks through all of it, which takes some seconds for each gigabyte.
    public init(at directory: String) {
        let path = "\(directory)/ringcheck.sqlite"
        guard unsafe access(path, R_OK) == 0 || errno != EACCES else {
            self = DatabaseLook.isOwn(directory) ? .unreadable(DatabaseLook.foreign(path, in: directory)) : .hidden
            return
        }
        guard let size = DatabaseLook.size(of: path) else {
            self = DatabaseLook.isGone(at: directory) ? .gone : .notYet
            return
        }
        do {
            try DatabaseBackup.examine(path)
            self = .sound(bytes: size, hasKey: DatabaseLook.hasKey(in: directory))
        } catch let error as StoreError {
            switch error {
            case .damaged: self = .unsound(error.remedy)
            case .unavailable(_, let detail): self = .unreadable("\(path) cannot be read (\(detail)): check the disk.")
            default: self = .unreadable(error.remedy)
            }
        } catch {
            self = .unreadable("\(path) cannot be read: \(error)")
        }
    }

    private static func isOwn(_ directory: String) -> Bool {
        var status = stat()
        return unsafe stat(directory, &status) == 0 && status.st_uid == geteuid()
    }

    private static func foreign(_ path: String, in directory: String) -> String {
        "\(path) belongs to another user, in a directory of this one: sudo chown --reference=\(directory) \(path)"
    }

    /// Whether there is none, though a key was made for one.
    static func isGone(at directory: String) -> Bool {
        size(of: "\(directory)/ringcheck.sqlite") == nil && hasKey(in: directory)
    }

    /// Whether there is a key that the secrets of endpoints are derived from.
    public static func hasKey(in directory: String) -> Bool { FileManager.default.fileExists(atPath: "\(directory)/ringcheck.key") }

    /// `nil`: it is not there, or holds nothing.
    private static func size(of path: String) -> Int? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_size > 0 else { return nil }
        return Int(status.st_size)
    }
}
