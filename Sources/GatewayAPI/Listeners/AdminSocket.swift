import FoundationEssentials
import NIOCore
import NIOPosix

/// The path of the admin socket, and its way there: bound inside a directory of mode 0700, made 0600, then moved into place, so
/// that nobody else can ever open it.
struct AdminSocket: Sendable {
    let path: String
    /// Where it is bound.
    let bindPath: String
    private let stage: String

    init(path: String) {
        self.path = path
        let directory = URL(filePath: path).deletingLastPathComponent().path
        stage = "\(directory)/.\(String(UInt32.random(in: AdminSocket.sevenDigits), radix: 36))"
        bindPath = "\(stage)/s"
    }

    /// From 36⁶ on: each name is as long as any other, so that what fits once fits each time.
    private static let sevenDigits: ClosedRange<UInt32> = 2_176_782_336...(.max)

    /// Whether both paths are shorter than a socket's address (`sockaddr_un`, with some room).
    var fits: Bool { bindPath.utf8.count < 104 && path.utf8.count < 104 }

    /// Makes the directories, and makes sure that nobody answers on the path.
    func prepare() async throws(AdminSocketError) {
        guard fits else { throw .tooLong(path: path) }
        try await removeStale()
        try makeDirectory(stage)
    }

    private func removeStale() async throws(AdminSocketError) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return }
        guard attributes[.type] as? FileAttributeType == .typeSocket else { throw .notASocket(path: path) }
        if await isAnswered() { throw .inUse(path: path) }
        try attempt { try FileManager.default.removeItem(atPath: path) }
    }

    private func isAnswered() async -> Bool {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        guard let channel = try? await bootstrap.connect(unixDomainSocketPath: path).get() else { return false }
        try? await channel.close()
        return true
    }

    private func makeDirectory(_ directory: String) throws(AdminSocketError) {
        try attempt {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }

    /// Moves the bound socket into place.
    func publish() throws(AdminSocketError) {
        try attempt {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: bindPath)
            try FileManager.default.moveItem(atPath: bindPath, toPath: path)
            try FileManager.default.removeItem(atPath: stage)
        }
    }

    /// Takes away what lies there after the end.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    private func attempt(_ work: () throws -> Void) throws(AdminSocketError) {
        do {
            try work()
        } catch {
            throw .unusable(path: path, detail: String(describing: error))
        }
    }
}
