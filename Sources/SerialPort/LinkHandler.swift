import Glibc
import Modem
import NIOCore

/// Hands what arrives on a channel to the modem, and tells once how it ended.
final class LinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var received: (@Sendable ([UInt8]) -> Void)?
    private var ended: (@Sendable (LinkEnd) -> Void)?
    private var end = LinkEnd.disconnected
    private var isOver = false
    private let released: () -> Void

    /// `released` is called once, when the channel has let go of the port, before anybody is told.
    init(released: @escaping () -> Void) { self.released = released }

    /// Where it ended before, that is told at once.
    func start(received: @escaping @Sendable ([UInt8]) -> Void, ended: @escaping @Sendable (LinkEnd) -> Void) {
        guard !isOver else { return ended(end) }
        self.received = received
        self.ended = ended
    }

    /// It is closed from here, and not by the device.
    func willClose() { end = .closed }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received?(Array(buffer: unwrapInboundIn(data)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if (error as? IOError)?.errnoCode != EIO { end = .failed("\(error)") }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Whoever hears of the end may open the port again at once.
        released()
        isOver = true
        let tell = ended
        received = nil
        ended = nil
        tell?(end)
    }
}
