import NIOCore
import NIOEmbedded
import Testing

@testable import GatewayAPI

@Suite struct StalledWriteTests {
    @Test func `a long answer is written piece by piece, so that a slow client that takes one is not cut off`() throws {
        let channel = EmbeddedChannel(handler: StalledWriteHandler(patience: .seconds(30)))
        try channel.writeOutbound(ByteBuffer(repeating: 0x20, count: 200_000))
        var pieces: [Int] = []
        while let piece = try channel.readOutbound(as: ByteBuffer.self) { pieces.append(piece.readableBytes) }
        #expect(pieces == [65_536, 65_536, 65_536, 3392])
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        let isClean = try channel.finish().isClean
        #expect(isClean, "all of it was taken: nothing is waited for")
    }

    @Test func `whoever takes nothing for a while is cut off, and whoever takes a piece has all the time again`() throws {
        let socket = HeldSocket()
        let channel = EmbeddedChannel(handlers: [socket, StalledWriteHandler(patience: .seconds(30))])
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/x")).wait()
        channel.writeAndFlush(ByteBuffer(repeating: 0x20, count: 100_000), promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        socket.take()
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        let wasOpen = channel.isActive
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        let isOpen = channel.isActive
        #expect(wasOpen && !isOpen)
        socket.take()
    }
}

/// Keeps what is written until the client takes it.
private final class HeldSocket: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private var held: [EventLoopPromise<Void>?] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) { held.append(promise) }

    func take() { if !held.isEmpty { held.removeFirst()?.succeed() } }
}
