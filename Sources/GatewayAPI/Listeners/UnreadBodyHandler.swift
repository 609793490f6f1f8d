import NIOCore
import NIOHTTP1

/// Closes a connection whose client goes on sending a body that has been answered already: nobody wants the rest, and it need not have an end.
final class UnreadBodyHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// How much is still taken, so that a client which does not look before it has sent all gets to see the answer.
    private static let mostBytes = 1024 * 1024

    private let patience: TimeAmount
    /// Requests that began, and answers that ended: a client may send on before it is answered.
    private var (begun, answered) = (0, 0)
    /// Whether the end of the last request has not come.
    private var isReading = false
    private var unread = 0
    private var alarm: Scheduled<Void>?

    init(patience: TimeAmount) { self.patience = patience }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            begun += 1
            (isReading, unread) = (true, 0)
        case .body(let part):
            if answered == begun { unread += part.readableBytes }
            if unread > Self.mostBytes { return context.close(promise: nil) }
        case .end:
            isReading = false
            alarm?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { hasAnswered(context) }
        context.write(data, promise: promise)
    }

    private func hasAnswered(_ context: ChannelHandlerContext) {
        answered += 1
        guard isReading, answered == begun else { return }
        alarm?.cancel()
        alarm = context.eventLoop.assumeIsolated().scheduleTask(in: patience) { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { alarm?.cancel() }
}
