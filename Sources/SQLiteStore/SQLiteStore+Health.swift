import GRDB
import Glibc

extension SQLiteStore {
    /// Why the database could not be written when that was last tried; `nil`: it could.
    public var failure: String? { writer.failure }

    /// Whether the file is still the one that was opened. One that was removed is written on, and gone at the close.
    public var isInPlace: Bool { file == FileIdentity(path) }

    /// Tries whether the database can be written.
    public func tryWriting() async throws {
        _ = try await writer.perform { try $0.run("UPDATE clock_anchor SET id = id") }
    }

    /// Commits what is left for the next commit. Whoever opens the store sees to it that this happens now and then.
    public func flush() async throws { try await writer.flush() }

    /// Looks through the whole database for damage, on a connection of its own and beside all other work; what is wrong, at most five
    /// lines.
    public func damage() async throws -> [String] {
        let answers = try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<[String], any Error>) in
            examination { [path] in waiter.resume(with: Result { try SQLiteStore.quickCheck(path) }) }
        }
        return answers == ["ok"] ? [] : answers
    }

    /// Some damage ends the look.
    private static func quickCheck(_ path: String) throws -> [String] {
        do {
            var reading = Configuration()
            reading.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: reading)
            defer { try? queue.close() }
            return try queue.read { try String.fetchAll($0, sql: "PRAGMA quick_check(5)") }
        } catch let error as DatabaseError where error.tellsDamage {
            return [error.message ?? "SQLite error \(error.extendedResultCode)"]
        }
    }
}

/// Which file a path names.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let inode: ino_t

    /// `nil`: none.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }
}
