import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import GatewayAPI

@Suite struct UnreadBodyTests {
    private let channel = EmbeddedChannel(handler: UnreadBodyHandler(patience: .seconds(10)))

    init() throws {
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/x")).wait()
        try channel.writeInbound(HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")))
    }

    /// NIO's description of a channel, which a failed expectation of one would show, traps.
    private var isOpen: Bool { channel.isActive }

    private func send(bytes: Int) throws {
        try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(repeating: 0x20, count: bytes)))
    }

    private func answer() throws {
        try channel.writeOutbound(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .unauthorized)))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    @Test func `whoever goes on sending what was answered already is cut off after a while`() throws {
        try answer()
        for _ in 1...9 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            try send(bytes: 1)
        }
        #expect(isOpen)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!isOpen)
    }

    @Test func `and at once after a megabyte`() throws {
        try send(bytes: 2_000_000)
        try answer()
        try send(bytes: 1_000_000)
        #expect(isOpen)
        try send(bytes: 100_000)
        #expect(!isOpen)
    }

    @Test func `who sends the next request before the answer to the last one is not cut off for that one`() throws {
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        try channel.writeInbound(HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")))
        try send(bytes: 1)
        try answer()
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(isOpen)
        try answer()
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(!isOpen)
    }

    @Test func `whose body ends keeps the connection`() throws {
        try answer()
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(isOpen)
    }
}
