import Modem
import NIOCore

/// Hands what arrives on a channel to the modem, and tells once how it ended.
final class LinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var received: (@Sendable ([UInt8]) -> Void)?
    private var ended: (@Sendable (LinkEnd) -> Void)?
    private var end = LinkEnd.disconnected

    func start(received: @escaping @Sendable ([UInt8]) -> Void, ended: @escaping @Sendable (LinkEnd) -> Void) {
        self.received = received
        self.ended = ended
    }

    /// It is closed from here, and not by the device.
    func willClose() { end = .closed }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received?(Array(buffer: unwrapInboundIn(data)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if (error as? IOError)?.errnoCode != 5 { end = .failed("\(error)") }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let tell = ended
        received = nil
        ended = nil
        tell?(end)
    }
}
