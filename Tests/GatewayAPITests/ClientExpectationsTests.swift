import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import GatewayAPI

@Suite struct ClientExpectationsTests {
    private let reads = ReadCounter()
    private let channel: EmbeddedChannel

    init() { channel = EmbeddedChannel(handlers: [reads, ClientExpectations()]) }

    private func ask(
        _ version: HTTPVersion = .http1_1, _ method: HTTPMethod = .GET, _ headers: HTTPHeaders = [:]
    ) throws {
        try channel.writeInbound(
            HTTPServerRequestPart.head(HTTPRequestHead(version: version, method: method, uri: "/", headers: headers)))
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
    }

    private func answer() throws -> HTTPResponseHead? {
        try channel.writeOutbound(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)))
        guard case .head(let head) = try channel.readOutbound(as: HTTPServerResponsePart.self) else { return nil }
        return head
    }

    /// How many requests were passed on.
    private func passed() throws -> Int {
        var count = 0
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) { if case .head = part { count += 1 } }
        return count
    }

    @Test func `who speaks HTTP/1.0 is answered in its own version, without chunks`() throws {
        try ask()
        #expect(try answer()?.version == .http1_1)
        try ask(.http1_0)
        #expect(try answer()?.version == .http1_0)
    }

    @Test(arguments: [
        (HTTPVersion.http1_0, HTTPMethod.GET, HTTPHeaders([("connection", "keep-alive")])),
        (.http1_1, .GET, HTTPHeaders([("connection", "close")])),
        (.http1_1, .GET, HTTPHeaders([("connection", "Upgrade, HTTP2-Settings"), ("upgrade", "h2c")])),
        (.http1_1, .CONNECT, HTTPHeaders()),
    ])
    func `what follows the last request of a connection is passed over, and its answer says that it is the last`(
        _ version: HTTPVersion, _ method: HTTPMethod, _ headers: HTTPHeaders
    ) throws {
        try ask()
        try ask(version, method, headers)
        try ask()
        #expect(try passed() == 2)
        #expect(try answer()?.headers["connection"] == [], "the one before says nothing of the kind")
        #expect(try answer()?.headers["connection"] == ["close"])
    }

    @Test func `after a request that offers another protocol nothing is read, since nobody would take it`() throws {
        try ask(.http1_1, .GET, ["connection": "close"])
        channel.read()
        #expect(reads.count == 1, "others are read, so that their end is seen")
        let offering = ReadCounter()
        let other = EmbeddedChannel(handlers: [offering, ClientExpectations()])
        try other.writeInbound(
            HTTPServerRequestPart.head(
                HTTPRequestHead(
                    version: .http1_1, method: .POST, uri: "/", headers: ["connection": "Upgrade", "upgrade": "websocket"])))
        other.read()
        #expect(offering.count == 1, "the body is")
        try other.writeInbound(HTTPServerRequestPart.end(nil))
        other.read()
        #expect(offering.count == 1)
    }
}

/// Counts what the socket is asked to read.
private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart

    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}
