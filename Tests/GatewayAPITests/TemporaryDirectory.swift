import FoundationEssentials

/// A directory of its own under `/tmp`, short enough for sockets.
struct TemporaryDirectory {
    let root: String

    init() throws {
        root = "/tmp/rc-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
    }

    func path(_ name: String) -> String { "\(root)/\(name)" }
    func remove() { try? FileManager.default.removeItem(atPath: root) }
}
