import FoundationEssentials
import GatewayAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore

/// One client's talk with an API: JSON in, JSON out.
struct APIConversation {
    let client: any TestClientProtocol
    var key: String?

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let body: Data

        var json: [String: Any] { (try? JSONDecoder().decode([String: AnyJSON].self, from: body))?.mapValues(\.value) ?? [:] }
        var items: [[String: Any]] { json["items"] as? [[String: Any]] ?? [] }
        /// The last word of a problem's type.
        var problem: String? {
            guard headers[.contentType] == "application/problem+json" else { return nil }
            return (json["type"] as? String)?.split(separator: ":").last.map(String.init)
        }
        var pointer: String? { json["pointer"] as? String }
    }

    func get(_ path: String) async throws -> Answer { try await send(.get, path, body: nil) }

    func post(_ path: String, _ body: String, headers: HTTPFields = [.contentType: "application/json"]) async throws -> Answer {
        try await send(.post, path, body: body, headers: headers)
    }

    func send(_ method: HTTPRequest.Method, _ path: String, body: String?, headers: HTTPFields = [:]) async throws -> Answer {
        var headers = headers
        if let key { headers[.authorization] = "Bearer \(key)" }
        let response = try await client.executeRequest(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return Answer(status: response.status.code, headers: response.headers, body: Data(response.body.readableBytesView))
    }
}

/// Any JSON, as plain values.
struct AnyJSON: Decodable {
    let value: Any

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = Optional<String>.none as Any
        } else if let flag = try? container.decode(Bool.self) {
            value = flag
        } else if let number = try? container.decode(Int.self) {
            value = number
        } else if let text = try? container.decode(String.self) {
            value = text
        } else if let items = try? container.decode([AnyJSON].self) {
            let plain = items.map(\.value)
            value = plain as? [[String: Any]] ?? plain
        } else {
            value = try container.decode([String: AnyJSON].self).mapValues(\.value)
        }
    }
}

/// Talks to the public API of this backend, through the router alone.
func talk(
    _ backend: TestBackend, key: String? = nil, host: String = "127.0.0.1",
    _ test: @escaping @Sendable (APIConversation) async throws -> Void
) async throws {
    let application = try publicApplication(
        backend: backend, listener: PublicListener(host: host, port: 0), logger: quiet)
    try await application.test(.router) { try await test(APIConversation(client: $0, key: key)) }
}

/// Talks to the admin API of this backend, through the router alone.
func talkAsOperator(_ backend: TestBackend, _ test: @escaping @Sendable (APIConversation) async throws -> Void) async throws {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    let application = adminApplication(backend: backend, socketPath: directory.path("admin.sock"), logger: quiet)
    try await application.test(.router) { try await test(APIConversation(client: $0)) }
}

let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
