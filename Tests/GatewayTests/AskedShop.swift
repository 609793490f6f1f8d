import NIOCore
import NIOPosix

/// A customer's server on loopback, which answers its first question with 200 and these chunks (RFC 9112, 7.1), each in a write of its
/// own.
struct AskedShop {
    let port: Int
    private let channel: any Channel

    /// `ends`: whether the answer has an end.
    init(_ chunks: [String], ends: Bool) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Handler(chunks, ends: ends))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func close() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let chunks: [String]
        private let ends: Bool
        private var question = ""

        init(_ chunks: [String], ends: Bool) {
            self.chunks = chunks
            self.ends = ends
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            question += String(buffer: unwrapInboundIn(data))
            // It is a JSON object.
            guard question.hasSuffix("}") else { return }
            send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", context)
            for chunk in chunks { send("\(String(chunk.utf8.count, radix: 16))\r\n\(chunk)\r\n", context) }
            if ends { send("0\r\n\r\n", context) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func send(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }
}
