import NIOCore

/// Closes a connection whose other side takes nothing of what was written for a while: whoever asks and does not read the answer would
/// hold it for ever.
final class StalledWriteHandler: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What is written in one piece: a slow line takes 64 KiB in a few seconds, and an export in some minutes.
    private static let pieceBytes = 64 * 1024

    private let patience: TimeAmount
    /// Writes that are not with the kernel yet.
    private var waiting = 0
    private var alarm: Scheduled<Void>?

    init(patience: TimeAmount) { self.patience = patience }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var rest = unwrapOutboundIn(data)
        while rest.readableBytes > Self.pieceBytes, let piece = rest.readSlice(length: Self.pieceBytes) {
            write(piece, context, context.eventLoop.makePromise())
        }
        write(rest, context, promise ?? context.eventLoop.makePromise())
    }

    private func write(_ piece: ByteBuffer, _ context: ChannelHandlerContext, _ written: EventLoopPromise<Void>) {
        waiting += 1
        written.futureResult.assumeIsolated().whenComplete { _ in self.moved(context) }
        if alarm == nil { setAlarm(context) }
        context.write(wrapOutboundOut(piece), promise: written)
    }

    func handlerRemoved(context: ChannelHandlerContext) { alarm?.cancel() }

    /// Something was taken: the rest has all the time again.
    private func moved(_ context: ChannelHandlerContext) {
        waiting -= 1
        alarm?.cancel()
        alarm = nil
        if waiting > 0 { setAlarm(context) }
    }

    private func setAlarm(_ context: ChannelHandlerContext) {
        alarm = context.eventLoop.assumeIsolated().scheduleTask(in: patience) { context.close(promise: nil) }
    }
}
