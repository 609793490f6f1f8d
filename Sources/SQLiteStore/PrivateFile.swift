import Glibc

/// A file for its owner's eyes (0600), written so that it survives a power cut whole, or is not there.
public enum PrivateFile {
    /// An `errno` of a call on a file.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// `EACCES`, `ENOSPC`, …
        public let code: Int32

        public var description: String { unsafe String(cString: strerror(code)) }
    }

    /// All of a file; `nil`: it is not there.
    public static func read(_ path: String) throws(Failure) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Failure(code: errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = try checked(unsafe Glibc.read(descriptor, &part, part.count))
            if count == 0 { return bytes }
            bytes += part[..<count]
        }
    }

    /// Makes a file that is not there yet (else `EEXIST`), in a folder that nobody else writes; where root does, it belongs to the folder's
    /// owner. It is durable when this returns.
    public static func make(_ path: String, holding bytes: [UInt8]) throws(Failure) {
        guard unsafe access(path, F_OK) != 0 else { throw Failure(code: EEXIST) }
        let unfinished = "\(path).unfinished"
        _ = unsafe unlink(unfinished)
        let descriptor = try makeEmpty(unfinished)
        defer {
            close(descriptor)
            _ = unsafe unlink(unfinished)
        }
        DataDirectory.giveAway(descriptor, toOwnerOf: folder(of: path))
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try checked(unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) })
            rest = rest.dropFirst(count)
        }
        _ = try checked(Int(fsync(descriptor)))
        _ = try checked(Int(unsafe rename(unfinished, path)))
        try syncFolder(of: path)
    }

    /// Makes an empty file that was not there, open for writing.
    static func makeEmpty(_ path: String) throws(Failure) -> Int32 {
        Int32(try checked(Int(unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600))))
    }

    /// Makes names that were given or taken away in a file's folder durable, where its file system knows how.
    static func syncFolder(of path: String) throws(Failure) {
        let descriptor = Int32(try checked(Int(unsafe open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC))))
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw Failure(code: errno) }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private static func checked(_ result: Int) throws(Failure) -> Int {
        guard result >= 0 else { throw Failure(code: errno) }
        return result
    }
}
