import Glibc

/// What an ended simulator has left behind.
enum Remains {
    /// Makes room at a path where a symlink or a socket (`kind`: `S_IFLNK`, `S_IFSOCK`) may be left. Whatever else is there stays.
    static func clear(_ path: String, of kind: mode_t) throws(SimulatorError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == kind else { throw .occupied(path) }
        _ = unsafe unlink(path)
    }
}
