import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing
import Verification

@testable import GatewayAPI

/// The real listeners: a TCP port and a Unix socket.
@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
    @Test func `the API answers on a TCP port`() async throws {
        let backend = TestBackend()
        let key = backend.key()
        let application = try publicApplication(
            backend: backend, listener: PublicListener(host: "127.0.0.1", port: 0), logger: quiet)
        try await application.test(.live) { (client) async throws in
            let api = APIConversation(client: client, key: key)
            #expect(try await api.get("/readyz").status == 200)
            #expect(try await api.post("/v1/verifications", #"{"phone_number":"+919812345678"}"#).status == 201)
            #expect(try await api.post("/v1/verifications", "{").problem == "malformed-json")
            #expect(try await api.get("/v1/verifications?cursor=%FF%zz&limit=%00").status == 400)
        }
    }

    @Test func `the admin socket answers its owner only, and is gone after the end`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path("run/admin.sock")
        try await serving(path) { () async throws in
            #expect(try mode(path) == 0o600)
            #expect(try mode(directory.path("run")) == 0o700)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path("run")) == ["admin.sock"])
            #expect(
                try await exchange(path, "GET /admin/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").hasPrefix(
                    "HTTP/1.1 200"))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a socket on which somebody answers is left alone, a dead one is replaced`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path("admin.sock")
        try await serving(path) { () async throws in
            await #expect(throws: AdminSocketError.inUse(path: path)) {
                try await adminApplication(backend: TestBackend(), socketPath: path, logger: quiet).run()
            }
            #expect(
                try await exchange(path, "GET /admin/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").contains("200 OK"))
        }
        let dead = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(unixDomainSocketPath: path).get()
        try await dead.close()
        try await serving(path) { () async throws in #expect(try mode(path) == 0o600) }
    }

    @Test func `a file in the place of the socket is not touched`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path("admin.sock")
        try Data("mine".utf8).write(to: URL(filePath: path))
        await #expect(throws: AdminSocketError.notASocket(path: path)) {
            try await adminApplication(backend: TestBackend(), socketPath: path, logger: quiet).run()
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
    }

    @Test func `who speaks HTTP/1.0 gets the end of the connection after the answer`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path("admin.sock")
        try await serving(path) { () async throws in
            let answers = try await exchange(path, String(repeating: "GET /admin/status HTTP/1.0\r\n\r\n", count: 2))
            #expect(answers.split(separator: " 200 OK").count == 2, "one answer, and none to what came after: \(answers)")
        }
    }

    @Test func `who offers another protocol is answered in this one, and then asks on another connection`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path("admin.sock")
        let offer = "GET /admin/status HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
        try await serving(path) { () async throws in
            let answer = try await exchange(path, offer)
            #expect(answer.hasPrefix("HTTP/1.1 200") && answer.lowercased().contains("\r\nconnection: close\r\n"), "\(answer)")
        }
    }

    @Test func `who sends two requests of HTTP/1.0 at once and stays does not keep the gateway from its end`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path("admin.sock")
        var held: (any Channel)?
        try await serving(path) { () async throws in
            let (answers, told) = AsyncStream.makeStream(of: Void.self)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .channelInitializer { $0.pipeline.addHandler(Listening { told.finish() }) }
                .connect(unixDomainSocketPath: path).get()
            held = channel
            let request = "GET /admin/status HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
            try await channel.writeAndFlush(ByteBuffer(string: request + request))
            for await _ in answers {}
        }
        try? await held?.close()
    }

    @Test func `who asks whether to send the body is told to, and then answered`() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path("admin.sock")
        let head = """
            POST /admin/keys HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n\
            Content-Length: 2\r\n\r\n
            """
        try await serving(path) { () async throws in
            let answer = try await exchange(path, head, then: "{}", after: "100 Continue")
            #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 4"), "\(answer)")
        }
    }

    /// Runs the admin API on this path while `work` goes on, and ends it in order.
    private func serving(_ path: String, _ work: () async throws -> Void) async throws {
        let (listening, signal) = AsyncStream.makeStream(of: Void.self)
        let application = adminApplication(backend: TestBackend(), socketPath: path, logger: quiet) { signal.finish() }
        let group = ServiceGroup(configuration: .init(services: [application], logger: quiet))
        async let running: Void = group.run()
        for await _ in listening {}
        try await work()
        await group.triggerGracefulShutdown()
        try await running
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Sends one request over the socket, its rest once the answer has a word, and reads until the other side closes.
    private func exchange(
        _ path: String, _ request: String, then rest: String = "", after word: String? = nil
    ) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(unixDomainSocketPath: path) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var answer = ""
            for try await part in inbound {
                answer += String(buffer: part)
                guard let word, answer.hasSuffix("\(word)\r\n\r\n") else { continue }
                try await outbound.write(ByteBuffer(string: rest))
            }
            return answer
        }
    }
}

/// Tells of the first bytes that arrive.
private final class Listening: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let heard: @Sendable () -> Void

    init(_ heard: @escaping @Sendable () -> Void) { self.heard = heard }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { heard() }
}
