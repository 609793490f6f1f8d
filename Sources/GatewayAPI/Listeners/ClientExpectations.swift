import NIOCore
import NIOHTTP1

/// Some clients wait for the connection to be closed after the answer: those of HTTP/1.0, and all that say so, in whatever letters
/// (RFC 9112, 9.3 and 9.6). Some wait for a word before they send the body (`Expect: 100-continue`, RFC 9110, 10.1.1). Some offer
/// another protocol (`Upgrade`, RFC 9110, 7.8; `CONNECT`, 9.3.6): they are answered in this one, and then the connection is closed.
final class ClientExpectations: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// The last request of a connection.
    private struct LastRequest {
        /// HTTP/1.0 knows no chunks (RFC 9112, 6.1), and takes the close for the end.
        let version: HTTPVersion
        /// Whether what follows may be of another protocol. NIO's decoder takes nothing after it, and would keep all that is read.
        let offersProtocol: Bool
        var hasEnded = false
    }

    private var last: LastRequest?
    /// Requests that came, and answers that began: a client may send on before it is answered.
    private var (asked, answered) = (0, 0)

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What follows the last request is nobody's.
        if last?.hasEnded ?? false { return }
        switch unwrapInboundIn(data) {
        case .head(let head): return context.fireChannelRead(wrapInboundOut(.head(received(head, context))))
        case .body: break
        case .end: last?.hasEnded = true
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        if let last, last.hasEnded, last.offersProtocol { return }
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        answered += 1
        if let last, answered == asked {
            head.version = last.version
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    private func received(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> HTTPRequestHead {
        var head = head
        asked += 1
        let offersProtocol = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        if head.version != .http1_1 || !head.isKeepAlive || offersProtocol {
            last = LastRequest(version: head.version, offersProtocol: offersProtocol)
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        if head.version == .http1_1, head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
        }
        return head
    }
}
