import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

extension HTTPServerBuilder {
    /// HTTP/1.1, and what clients of its older and more careful kinds expect of it.
    static func http1(within limits: PublicListener.Limits) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            GuardedHTTP1Channel(
                base: HTTP1Channel(responder: responder, configuration: limits.channel), patience: TimeAmount(limits.idle))
        }
    }
}

/// Hummingbird's channel with ``ClientExpectations`` and ``StalledWriteHandler``.
private struct GuardedHTTP1Channel: ServerChildChannel {
    let base: HTTP1Channel
    let patience: TimeAmount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ClientExpectations(), position: .after(decoder))
            try pipeline.addHandler(StalledWriteHandler(patience: patience), position: .first)
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}

/// Some clients wait for the connection to be closed after the answer: those of HTTP/1.0, and all that say so, in whatever letters
/// (RFC 9112, 9.3 and 9.6). Some wait for a word before they send the body (`Expect: 100-continue`, RFC 9110, 10.1.1).
private final class ClientExpectations: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        let isOld = head.version != .http1_1
        if isOld || !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        if !isOld, head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
