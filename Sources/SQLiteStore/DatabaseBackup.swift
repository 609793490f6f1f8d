import FoundationEssentials
import GRDB
import Glibc
import Verification

/// A copy of the database in a file of its own: made while a gateway runs, put back while none does.
public enum DatabaseBackup {
    /// Copies the database of a data directory as it stands at one moment to a file that must not be there yet (0600). The gateway may run:
    /// neither waits for the other. `progress` is told the part that is done, 0 to 1. Throws a `StoreError`.
    public static func make(of directory: String, to target: String, progress: @escaping (Double) -> Void) throws {
        let source = "\(directory)/ringcheck.sqlite"
        try requireReadable(source)
        guard !FileManager.default.fileExists(atPath: target) else {
            throw StoreError.unsuitable(path: target, detail: "it is there already")
        }
        let unfinished = try makeEmpty(beside: target)
        do {
            try copy(source, to: unfinished, progress)
            try examine(unfinished)
            try FileManager.default.moveItem(atPath: unfinished, toPath: target)
            try PrivateFile.syncFolder(of: target)
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            // A copy is as its source is.
            switch readable(error, path: target) {
            case StoreError.damaged(_, let detail): throw StoreError.damaged(path: source, detail: detail)
            case StoreError.newerSchema: throw StoreError.newerSchema(path: source)
            case let error: throw error
            }
        }
    }

    /// Puts a copy in the place of a data directory's database, and keeps that one beside it; gives back where, `nil` where there was none,
    /// and whether keys that were revoked since the copy was made still are: not where the database of before cannot be read. Throws a
    /// `StoreError`: a gateway has the directory, or the copy is damaged or newer than this version.
    public static func restore(
        _ backup: String, into directory: String
    ) throws -> (former: String?, keepsRevocations: Bool) {
        try examine(backup)
        let held = try DataDirectory(directory)
        defer { held.release() }
        let unfinished = try makeEmpty(beside: held.databasePath, ownedAs: directory)
        do {
            try copy(backup, to: unfinished) { _ in }
            try migrate(unfinished, notingRestorationOf: backup)
            let former = try setAside(held.databasePath)
            let keepsRevocations = former.map { (try? keep(in: unfinished, whatIsKnownIn: $0)) != nil } ?? true
            do { try move(unfinished, to: held.databasePath) } catch {
                if let former { putBack(former, as: held.databasePath) }
                throw error
            }
            return (former, keepsRevocations)
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw readable(error, path: directory)
        }
    }

    private static func move(_ source: String, to target: String) throws {
        guard unsafe rename(source, target) == 0 else { throw PrivateFile.Failure(code: errno) }
        try? PrivateFile.syncFolder(of: target)
    }

    /// Makes a copy one of this version, since the first schemas have no place for what must not be undone. The audit trail of the
    /// database of before ends here.
    private static func migrate(_ copy: String, notingRestorationOf backup: String) throws {
        var writing = Configuration()
        writing.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: copy, configuration: writing)
        try Schema.migrator.migrate(queue)
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: "INSERT INTO audit (at_ms, actor, act, subject) VALUES (?, 'operator', 'database.restored', ?)",
                arguments: [Int64(Date().timeIntervalSince1970 * 1000), backup])
        }
        try queue.close()
    }

    /// What an older copy must not undo: a key is revoked since it was stolen, a PIN that was refused would be sent with the card's last try,
    /// a modem was taken out since it was bad.
    private static func keep(in copy: String, whatIsKnownIn former: String) throws {
        let queue = try DatabaseQueue(path: copy)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "ATTACH DATABASE ? AS former", arguments: [former])
            try database.inTransaction {
                try takeOver(database)
                return .commit
            }
        }
        try queue.close()
    }

    private static func takeOver(_ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE main.api_keys AS mine SET (revoked_boot, revoked_ns, revoked_ms) =
                    (SELECT revoked_boot, revoked_ns, revoked_ms FROM former.api_keys AS theirs WHERE theirs.id = mine.id)
                WHERE revoked_ms IS NULL AND id IN (SELECT id FROM former.api_keys WHERE revoked_ms IS NOT NULL)
                """)
        for table in ["pin_attempts", "disabled_modems"] where try database.tableExists(table, in: "former") {
            try database.execute(sql: "DELETE FROM main.\(table); INSERT INTO main.\(table) SELECT * FROM former.\(table)")
        }
    }

    /// An empty file under a name that nothing had, in the folder of `target`, which is what is named in errors.
    private static func makeEmpty(beside target: String, ownedAs directory: String? = nil) throws(StoreError) -> String {
        let unfinished = "\(target).unfinished-\(UInt32.random(in: .min ... .max))"
        do {
            let descriptor = try PrivateFile.makeEmpty(unfinished)
            if let directory { DataDirectory.giveAway(descriptor, toOwnerOf: directory) }
            close(descriptor)
            return unfinished
        } catch {
            if error.code == ENOENT { throw .unsuitable(path: target, detail: "its folder is not there") }
            throw .unavailable(path: target, detail: "\(error)")
        }
    }

    private static func copy(_ source: String, to target: String, _ progress: @escaping (Double) -> Void) throws {
        var reading = Configuration()
        reading.readonly = true
        reading.busyMode = .timeout(5)
        let from = try DatabaseQueue(path: source, configuration: reading)
        let to = try DatabaseQueue(path: target)
        // Within one read, so that what is written meanwhile does not make it start anew.
        try from.read { source in
            try to.writeWithoutTransaction { target in
                try source.backup(to: target, pagesPerStep: 512) { step in
                    progress(Double(step.completedPageCount) / Double(max(1, step.totalPageCount)))
                }
                try target.execute(sql: "PRAGMA journal_mode = DELETE")
            }
        }
        try to.close()
        try from.close()
    }

    private static func requireReadable(_ path: String) throws(StoreError) {
        guard unsafe access(path, R_OK) != 0 else { return }
        if errno == ENOENT { throw .unsuitable(path: path, detail: "it is not there") }
        throw .unavailable(path: path, detail: unsafe String(cString: strerror(errno)))
    }

    /// Looks through a database whole. Throws a `StoreError` unless it is a sound one of this version or an older one.
    public static func examine(_ path: String) throws {
        try requireReadable(path)
        do {
            var reading = Configuration()
            reading.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: reading)
            try queue.read { database in
                guard try Schema.migrator.hasCompletedMigrations(database) || !Schema.migrator.appliedMigrations(database).isEmpty
                else {
                    throw StoreError.damaged(path: path, detail: "it is no database of ringcheck")
                }
                if try Schema.migrator.hasBeenSuperseded(database) { throw StoreError.newerSchema(path: path) }
                let answers = try String.fetchAll(database, sql: "PRAGMA quick_check(5)")
                guard answers == ["ok"] else { throw StoreError.damaged(path: path, detail: answers.joined(separator: "; ")) }
            }
            try queue.close()
        } catch {
            throw readable(error, path: path)
        }
    }

    /// Gives the present database another name, whole: what its log holds is put into it first, where it can be read at all.
    private static func setAside(_ path: String) throws -> String? {
        let size = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size > 0 else { return nil }
        if let queue = try? DatabaseQueue(path: path) {
            _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try? queue.close()
        }
        let former = unusedName("\(path).before-\(Int(Date().timeIntervalSince1970))")
        for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.moveItem(atPath: path + suffix, toPath: former + suffix)
        }
        try FileManager.default.linkItem(atPath: path, toPath: former)
        return former
    }

    /// Undoes ``setAside(_:)``.
    private static func putBack(_ former: String, as path: String) {
        for suffix in ["-wal", "-shm", ""] where FileManager.default.fileExists(atPath: former + suffix) {
            _ = unsafe rename(former + suffix, path + suffix)
        }
        _ = unsafe unlink(former)
    }

    private static func unusedName(_ name: String) -> String {
        var (unused, count) = (name, 1)
        while FileManager.default.fileExists(atPath: unused) {
            count += 1
            unused = "\(name)-\(count)"
        }
        return unused
    }

    private static func readable(_ error: any Error, path: String) -> any Error {
        if error is StoreError { return error }
        let translated = StoreError.translated(error, path: path)
        return translated is StoreError ? translated : StoreError.unavailable(path: path, detail: "\(error)")
    }
}
