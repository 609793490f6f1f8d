import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Verification

/// Server-Sent Events (WHATWG HTML, 9.2): a body that is written as things happen.
struct EventStream: Sendable {
    /// Proxies and browsers give up a connection that says nothing.
    static let heartbeat = Duration.seconds(10)

    /// One event of a stream.
    struct Item: Sendable {
        let type: String
        let data: [UInt8]

        init(_ type: String, _ value: some Encodable) throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            self.type = type
            data = Array(try encoder.encode(value))
        }

        var buffer: ByteBuffer {
            var buffer = ByteBuffer(string: "event: \(type)\ndata: ")
            buffer.writeBytes(data)
            buffer.writeString("\n\n")
            return buffer
        }
    }

    /// What follows from a notice.
    enum Step: Sendable {
        case send(Item)
        case sendAndEnd(Item)
        case nothing
    }

    /// An answer that sends `first`, and then what `step` makes of each notice, until it says to end or the stream is over.
    /// `isOpenToBrowsers`: pages of other origins may read it, since its token is all that it asks for. `mayGoOn`: asked before
    /// whatever is written; the stream ends where it is denied.
    static func response(
        first: Item?, notices: AsyncStream<EventHub.Notice>, isOpenToBrowsers: Bool = false,
        mayGoOn: @escaping @Sendable () async -> Bool, step: @escaping @Sendable (EventHub.Notice) async throws -> Step
    ) -> Response {
        var headers: HTTPFields = [.contentType: "text/event-stream"]
        // nginx would keep what is written until it has some pages of it (proxy_buffering).
        if let unbuffered = HTTPField.Name("X-Accel-Buffering") { headers[unbuffered] = "no" }
        if isOpenToBrowsers { headers[.accessControlAllowOrigin] = "*" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                if let first { try await writer.write(first.buffer) }
                let beats = withHeartbeats(notices)
                for await notice in beats {
                    guard await mayGoOn() else { break }
                    guard let notice else {
                        try await writer.write(ByteBuffer(string: ":\n\n"))
                        continue
                    }
                    switch try await step(notice) {
                    case .send(let item): try await writer.write(item.buffer)
                    case .sendAndEnd(let item):
                        try await writer.write(item.buffer)
                        return try await writer.finish(nil)
                    case .nothing: break
                    }
                }
                try await writer.finish(nil)
            })
    }

    /// The notices, and `nil` whenever it is time for a sign of life.
    private static func withHeartbeats(_ notices: AsyncStream<EventHub.Notice>) -> AsyncStream<EventHub.Notice?> {
        AsyncStream(bufferingPolicy: .bufferingOldest(EventHub.backlog)) { continuation in
            let beats = Task {
                while (try? await ContinuousClock().sleep(for: heartbeat)) != nil { continuation.yield(nil) }
            }
            let relay = Task {
                for await notice in notices { if case .dropped = continuation.yield(notice) { break } }
                continuation.finish()
            }
            continuation.onTermination = { _ in
                beats.cancel()
                relay.cancel()
            }
        }
    }
}
