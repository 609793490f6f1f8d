import AsyncHTTPClient
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// A customer: asks for verifications over HTTP and hears the callbacks, all on loopback.
final class Shop: Sendable {
    private let arrivals = Mutex<[String: Int64]>([:])
    private let bound = Mutex<Int?>(nil)

    /// Hears callbacks until its task is cancelled.
    func listen() async throws {
        let router = Router()
        router.post("callback") { request, _ in
            let arrived = Switchboard.nanoseconds()
            let body = try await request.body.collect(upTo: 65_536)
            let callback = try JSONDecoder().decode(Callback.self, from: Data(body.readableBytesView))
            self.arrivals.withLock { $0[callback.data.id] = arrived }
            return HTTPResponse.Status.noContent
        }
        var logger = Logger(label: "shop")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in self.bound.withLock { $0 = channel.localAddress?.port } }, logger: logger)
        try await application.run()
    }

    /// Where it hears callbacks, once it does.
    var callbackURL: String? { bound.withLock { $0.map { "http://127.0.0.1:\($0)/callback" } } }

    func arrival(of verification: String) -> Int64? { arrivals.withLock { $0.removeValue(forKey: verification) } }

    /// Asks for a verification; its id and the number to call.
    func ask(_ number: String, base: String, key: String) async throws -> (id: String, numberToCall: String) {
        var request = HTTPClientRequest(url: "\(base)/v1/verifications")
        request.method = .POST
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: #"{"phone_number":"\#(number)"}"#))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 65_536)
        guard response.status == .created else { throw BenchmarkError("a verification was refused: \(String(buffer: body))") }
        let created = try JSONDecoder().decode(Created.self, from: Data(body.readableBytesView))
        return (created.id, created.number_to_call)
    }

    private struct Created: Decodable {
        let id: String
        let number_to_call: String
    }

    private struct Callback: Decodable {
        struct Verification: Decodable { let id: String }
        let data: Verification
    }
}
