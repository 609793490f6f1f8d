import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A customer's endpoint: a real HTTP/1.1 server on loopback, with or without TLS, that behaves as told.
final class Receiver: Sendable {
    /// What it does with a request.
    enum Behaviour: Sendable {
        case answer(status: Int, headers: [String: String] = [:], body: String = "")
        /// 200, and a body in pieces, with a pause between them.
        case answerInPieces([String], pause: TimeAmount)
        case closeWithoutAnswer, neverAnswer
        /// The head, a few bytes of a longer body, and then nothing.
        case stallInBody
        /// The head, and a body without an end.
        case endlessBody
    }

    /// A request as it arrived.
    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: [UInt8]
    }

    let port: Int
    private let channel: any Channel
    private let log: Log

    var requests: [Request] { log.state.withLock { $0.requests } }
    /// TCP connections that were accepted.
    var connections: Int { log.state.withLock { $0.connections } }
    /// Bytes of endless bodies that were sent.
    var bytesSent: Int { log.state.withLock { $0.bytesSent } }

    init(_ behaviour: Behaviour, host: String = "127.0.0.1", port: Int = 0, tls: TLSConfiguration? = nil) async throws {
        let log = Log()
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    log.state.withLock { $0.connections += 1 }
                    if let context { try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
                    try child.pipeline.syncOperations.configureHTTPServerPipeline()
                    try child.pipeline.syncOperations.addHandler(Handler(behaviour, log))
                }
            }
            .bind(host: host, port: port).get()
        self.port = channel.localAddress?.port ?? 0
        self.log = log
    }

    func close() async { try? await channel.close() }

    final class Log: Sendable {
        struct State {
            var requests: [Request] = []
            var connections = 0
            var bytesSent = 0
        }

        let state = Mutex(State())
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let behaviour: Behaviour
        private let log: Log
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ behaviour: Behaviour, _ log: Log) {
            self.behaviour = behaviour
            self.log = log
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let part): body += Array(buffer: part)
            case .end:
                if let head { log.state.withLock { $0.requests.append(Request(head: head, body: body)) } }
                act(context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func act(_ context: ChannelHandlerContext) {
            switch behaviour {
            case .answer(let status, let headers, let body):
                var fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
                fields.add(name: "content-length", value: "\(body.utf8.count)")
                write(context, status, fields)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            case .answerInPieces(let pieces, let pause):
                write(context, 200, ["transfer-encoding": "chunked"])
                send(pieces[...], pause, context)
            case .closeWithoutAnswer: context.close(promise: nil)
            case .neverAnswer: break
            case .stallInBody:
                write(context, 200, ["content-length": "1000"])
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "begun")))), promise: nil)
            case .endlessBody:
                write(context, 200, ["transfer-encoding": "chunked"])
                pour(context)
            }
        }

        private func write(_ context: ChannelHandlerContext, _ status: Int, _ headers: HTTPHeaders) {
            let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
        }

        private func send(_ pieces: ArraySlice<String>, _ pause: TimeAmount, _ context: ChannelHandlerContext) {
            guard let piece = pieces.first else { return }
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: piece)))), promise: nil)
            guard pieces.count > 1 else { return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
            let next = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: pause) {
                let (handler, context) = next.value
                handler.send(pieces.dropFirst(), pause, context)
            }
        }

        private func pour(_ context: ChannelHandlerContext) {
            let part = ByteBuffer(repeating: 0x78, count: 65_536)
            log.state.withLock { $0.bytesSent += part.readableBytes }
            let again = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(part)))).whenSuccess {
                let (handler, context) = again.value
                handler.pour(context)
            }
        }
    }
}
