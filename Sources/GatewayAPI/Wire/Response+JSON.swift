import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// An answer with this value as its JSON body; keys in alphabetical order.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, contentType: String = "application/json",
        headers: HTTPFields = [:]
    ) -> Response {
        guard let body = encoded(value) else { return Response(status: .internalServerError) }
        var headers = headers
        headers[.contentType] = contentType
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// The same with an `ETag`, or 304 where the client has it already (RFC 9110, 13.1.2).
    static func taggedJSON(_ value: some Encodable, for request: Request) -> Response {
        encoded(value).map { tagged($0, for: request) } ?? Response(status: .internalServerError)
    }

    /// JSON bytes with an `ETag`, or 304.
    static func tagged(_ body: Data, for request: Request) -> Response {
        let tag = "\"\(SHA256.hash(data: body).prefix(12).map { String($0, radix: 16) }.joined())\""
        let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) } ?? []
        guard !known.contains(where: { $0 == "*" || $0.trimmingPrefix("W/") == tag[...] }) else {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        let headers: HTTPFields = [.contentType: "application/json", .eTag: tag]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static func encoded(_ value: some Encodable) -> Data? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try? encoder.encode(value)
    }
}
