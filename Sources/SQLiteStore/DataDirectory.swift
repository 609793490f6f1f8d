import FoundationEssentials
import Glibc
import Synchronization
import Verification

/// The directory that holds the database: made private, and held by one gateway alone until this is let go.
final class DataDirectory: Sendable {
    /// The database's path in it.
    let databasePath: String
    /// Its descriptor while it is held.
    private let lock: Mutex<Int32?>

    /// Makes the directory where it is missing (0700), takes its lock, and sees to it that the database is 0600. What root opens there
    /// belongs to the directory's owner, so that the gateway's user can open it. One that others use, too, stays theirs: it is refused
    /// where everybody may write there, and else only kept from others' hands.
    init(_ path: String) throws(StoreError) {
        try DataDirectory.make(path)
        let lock = try DataDirectory.openPrivate("\(path)/ringcheck.lock", in: path)
        self.lock = Mutex(lock)
        databasePath = "\(path)/ringcheck.sqlite"
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let held = errno == EWOULDBLOCK
            let detail = describe(errno)
            release()
            throw held ? .inUse(path: path) : .unavailable(path: path, detail: detail)
        }
        close(try DataDirectory.openPrivate(databasePath, in: path))
    }

    deinit { release() }

    /// Lets the next gateway in.
    func release() {
        lock.withLock { lock in
            if let descriptor = lock { close(descriptor) }
            lock = nil
        }
    }

    private static func make(_ path: String) throws(StoreError) {
        let parents = path.split(separator: "/").dropLast()
        var parent = path.hasPrefix("/") ? "/" : ""
        for part in parents {
            parent += "\(part)/"
            _ = unsafe mkdir(parent, 0o755)
        }
        if unsafe mkdir(path, 0o700) == 0 { return }
        var found = stat()
        guard errno == EEXIST, unsafe stat(path, &found) == 0 else { throw .unavailable(path: path, detail: describe(errno)) }
        guard !isOurs(path) else { return try setMode(0o700, of: path) }
        guard found.st_mode & S_IWOTH == 0 else {
            throw .unsuitable(
                path: path, detail: "everybody may write there, and it holds other files: name a directory of ringcheck's own")
        }
        if found.st_mode & S_IWGRP != 0 { try setMode(found.st_mode & 0o7755, of: path) }
    }

    private static func setMode(_ mode: mode_t, of path: String) throws(StoreError) {
        guard unsafe chmod(path, mode) == 0 else { throw .unavailable(path: path, detail: describe(errno)) }
    }

    /// Whether only a gateway has put anything there. A file system of its own begins with a `lost+found`.
    private static func isOurs(_ path: String) -> Bool {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return found.allSatisfy { $0.hasPrefix("ringcheck.") || $0 == "lost+found" }
    }

    private static func openPrivate(_ path: String, in directory: String) throws(StoreError) -> Int32 {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else {
            throw .unavailable(path: path, detail: describe(errno))
        }
        giveAway(descriptor, toOwnerOf: directory)
        return descriptor
    }

    /// Nobody but root can, and nobody else has to. A file that has another name as well may be another's: it stays whose it is.
    static func giveAway(_ descriptor: Int32, toOwnerOf directory: String) {
        var (owner, file) = (stat(), stat())
        guard geteuid() == 0, unsafe stat(directory, &owner) == 0, unsafe fstat(descriptor, &file) == 0, file.st_nlink == 1 else {
            return
        }
        _ = fchown(descriptor, owner.st_uid, owner.st_gid)
    }
}

private func describe(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
