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

/// Hummingbird's channel with ``ClientExpectations``, ``UnreadBodyHandler`` and ``StalledWriteHandler``.
private struct GuardedHTTP1Channel: ServerChildChannel {
    let base: HTTP1Channel
    let patience: TimeAmount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(UnreadBodyHandler(patience: TimeAmount(RequestReader.bodyPatience)), position: .after(decoder))
            try pipeline.addHandler(ClientExpectations(), position: .after(decoder))
            try pipeline.addHandler(StalledWriteHandler(patience: patience), position: .first)
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
