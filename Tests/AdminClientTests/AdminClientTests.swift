import AdminClient
import Foundation
import NIOCore
import NIOPosix
import Testing

/// Against real sockets: what is said of a gateway that does not answer as it should.
@Suite struct AdminClientTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("admin-\(UUID().uuidString.prefix(8)).sock")
        .path

    private func failure() async -> AdminError? {
        do throws(AdminError) {
            _ = try await AdminClient(socketPath: path).get("/admin/status")
            return nil
        } catch {
            return error
        }
    }

    private func serve(_ answer: @escaping @Sendable (any Channel) -> Void) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Answering(answer))
            }
        }.bind(unixDomainSocketPath: path).get()
    }

    @Test func `nobody there is not running`() async throws {
        #expect(await failure() == .notRunning(socketPath: path))
        let server = try await serve { _ in }
        try await server.close()
        #expect(await failure() == .notRunning(socketPath: path))
        #expect(try #require(await failure()).tellsAbsence)
    }

    @Test func `a connection that ends before the answer is not called a gateway that is not running`() async throws {
        let server = try await serve { $0.close(promise: nil) }
        defer { server.close(promise: nil) }
        let failure = try #require(await failure())
        #expect(failure == .brokenOff(socketPath: path))
        #expect(!failure.tellsAbsence && failure.mayPass)
    }

    @Test func `an answer beyond 16 MiB is told to be too large`() async throws {
        let server = try await serve { channel in
            let length = 17 << 20
            let head = "HTTP/1.1 200 OK\r\ncontent-length: \(length)\r\n\r\n"
            channel.write(ByteBuffer(string: head), promise: nil)
            channel.writeAndFlush(ByteBuffer(repeating: 0x20, count: length), promise: nil)
        }
        defer { server.close(promise: nil) }
        #expect(await failure() == .tooLarge)
    }

    @Test func `a refusal is told in the gateway's words`() async throws {
        let server = try await serve { channel in
            let body = #"{"title":"No.","detail":"There is no such modem."}"#
            channel.writeAndFlush(
                ByteBuffer(string: "HTTP/1.1 404 Not Found\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"), promise: nil)
        }
        defer { server.close(promise: nil) }
        #expect(await failure() == .refused("No. There is no such modem."))
    }
}

/// Answers the first bytes of a request.
private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let answer: @Sendable (any Channel) -> Void
    private var hasAnswered = false

    init(_ answer: @escaping @Sendable (any Channel) -> Void) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasAnswered else { return }
        hasAnswered = true
        answer(context.channel)
    }
}
