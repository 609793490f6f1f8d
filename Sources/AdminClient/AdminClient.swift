import AsyncHTTPClient
public import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// Talks to a running gateway through its admin socket.
public struct AdminClient: Sendable {
    static let mostBytes = 16 << 20
    static let patience = Duration.seconds(60)

    private let socketPath: String

    /// One for all commands of a process: what cannot be reached is told at once, not tried again and again.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Opens nothing yet. Each request has 60 s, and its answer may have 16 MiB.
    public init(socketPath: String) { self.socketPath = socketPath }

    /// The answer to a GET, as JSON. `path` is put together with ``escaped(_:)``.
    public func get(_ path: String) async throws(AdminError) -> Data { try await exchange(.GET, path, nil) }

    /// The answer to a POST of JSON.
    public func post(_ path: String, _ body: some Encodable) async throws(AdminError) -> Data {
        guard let bytes = try? JSONEncoder().encode(body) else { throw .refused("The request cannot be written as JSON.") }
        return try await exchange(.POST, path, bytes)
    }

    /// The answer to a POST without a body.
    public func post(_ path: String) async throws(AdminError) -> Data { try await exchange(.POST, path, nil) }

    /// The answer to a PATCH of JSON.
    public func patch(_ path: String, _ body: some Encodable) async throws(AdminError) -> Data {
        guard let bytes = try? JSONEncoder().encode(body) else { throw .refused("The request cannot be written as JSON.") }
        return try await exchange(.PATCH, path, bytes)
    }

    /// Removes what stands under a path.
    public func delete(_ path: String) async throws(AdminError) { _ = try await exchange(.DELETE, path, nil) }

    /// One segment of a path, or one value of a query, as RFC 3986, 2.1 wants it.
    public static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = UnicodeScalar(byte)
            let isPlain =
                byte < 0x80
                && (character.properties.isAlphabetic || ("0"..."9").contains(character)
                    || "-._~".unicodeScalars.contains(character))
            let hexadecimal = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + hexadecimal
        }.joined()
    }

    private func exchange(_ method: HTTPMethod, _ path: String, _ body: Data?) async throws(AdminError) -> Data {
        var request = HTTPClientRequest(url: "http+unix://\(AdminClient.escaped(socketPath))\(path)")
        request.method = method
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let answer: (status: UInt, body: Data)
        do {
            let response = try await AdminClient.client.execute(request, timeout: TimeAmount(AdminClient.patience))
            answer = (response.status.code, Data(buffer: try await response.body.collect(upTo: AdminClient.mostBytes)))
        } catch {
            throw failure(error)
        }
        guard (200...299).contains(answer.status) else { throw .refused(AdminClient.detail(answer.body)) }
        return answer.body
    }

    private func failure(_ error: any Error) -> AdminError {
        switch error {
        case let error as IOError where [ENOENT, ENOTDIR, ECONNREFUSED].contains(error.errnoCode):
            .notRunning(socketPath: socketPath)
        case SocketAddressError.unixDomainSocketPathTooLong: .notRunning(socketPath: socketPath)
        case let error as IOError where [EACCES, EPERM].contains(error.errnoCode): .denied(socketPath: socketPath)
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout].contains(error):
            .silent(socketPath: socketPath)
        case is NIOTooManyBytesError: .tooLarge
        default: .brokenOff(socketPath: socketPath)
        }
    }

    private static func detail(_ body: Data) -> String {
        struct Problem: Decodable {
            let title: String
            let detail: String
        }
        let problem = try? JSONDecoder().decode(Problem.self, from: body)
        return problem.map { "\($0.title) \($0.detail)" } ?? "The gateway refused this and did not say why."
    }
}

extension Data {
    fileprivate init(buffer: ByteBuffer) { self.init(buffer.readableBytesView) }
}
