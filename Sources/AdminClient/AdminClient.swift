import AsyncHTTPClient
public import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Talks to a running gateway through its admin socket.
public struct AdminClient: Sendable {
    static let mostBytes = 16 << 20

    private let socketPath: String

    public init(socketPath: String) { self.socketPath = socketPath }

    /// The answer to a GET, as JSON.
    public func get(_ path: String) async throws(AdminError) -> Data { try await exchange(.GET, path, nil) }

    /// The answer to a POST of JSON.
    public func post(_ path: String, _ body: some Encodable) async throws(AdminError) -> Data {
        guard let bytes = try? JSONEncoder().encode(body) else { throw .refused("The request cannot be written as JSON.") }
        return try await exchange(.POST, path, bytes)
    }

    /// Removes what stands under a path.
    public func delete(_ path: String) async throws(AdminError) { _ = try await exchange(.DELETE, path, nil) }

    private func exchange(_ method: HTTPMethod, _ path: String, _ body: Data?) async throws(AdminError) -> Data {
        var request = HTTPClientRequest(url: address(path))
        request.method = method
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let answer: (status: UInt, body: Data)
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            answer = (response.status.code, Data(buffer: try await response.body.collect(upTo: AdminClient.mostBytes)))
        } catch {
            throw unreachable(error)
        }
        guard (200...299).contains(answer.status) else { throw .refused(AdminClient.detail(answer.body)) }
        return answer.body
    }

    private func address(_ path: String) -> String {
        let host = socketPath.utf8.map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let hexadecimal = String(byte, radix: 16)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + hexadecimal
        }
        return "http+unix://\(host.joined())\(path)"
    }

    private func unreachable(_ error: any Error) -> AdminError {
        "\(error)".contains("errno: 13") ? .denied(socketPath: socketPath) : .notRunning(socketPath: socketPath)
    }

    private static func detail(_ body: Data) -> String {
        struct Problem: Decodable { let detail: String }
        return (try? JSONDecoder().decode(Problem.self, from: body))?.detail ?? "The gateway refused this and did not say why."
    }
}

extension Data {
    fileprivate init(buffer: ByteBuffer) { self.init(buffer.readableBytesView) }
}
