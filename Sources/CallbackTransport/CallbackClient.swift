import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import NIOPosix
public import NIOSSL
public import Outbox

/// Sends callbacks: resolves the host once, judges every address, dials the judged one, and has TLS check the name all the same.
public struct CallbackClient: CallbackSender {
    /// What is read of an answer before it is dropped.
    static let mostAnswerBytes = 64 * 1024

    private let guardian: AddressGuard
    private let loops: MultiThreadedEventLoopGroup
    private let trustRoots: NIOSSLTrustRoots

    /// `trustRoots`: whom to believe; the system's certificates unless a private authority is meant.
    public init(guardian: AddressGuard, trustRoots: NIOSSLTrustRoots = .default, loops: MultiThreadedEventLoopGroup = .singleton) {
        self.guardian = guardian
        self.trustRoots = trustRoots
        self.loops = loops
    }

    public func send(_ request: CallbackRequest) async -> CallbackOutcome {
        await withTaskGroup(of: CallbackOutcome.self) { group in
            group.addTask { await self.attempt(request) }
            group.addTask {
                try? await ContinuousClock().sleep(for: request.timeLimit)
                return .failed(.timedOut(after: request.timeLimit))
            }
            let first = await group.next() ?? .failed(.broken("not sent"))
            group.cancelAll()
            return first
        }
    }

    private func attempt(_ request: CallbackRequest) async -> CallbackOutcome {
        do {
            let url = try guardian.judge(url: request.url)
            let addresses = try await Resolver.addresses(of: url)
            try guardian.judge(host: url.host, addresses: addresses, scheme: url.scheme)
            return try await exchange(request, url: url, dialling: addresses[0])
        } catch let refusal as AddressRefusal {
            return .failed(.refused(refusal))
        } catch let failure as CallbackFailure {
            return .failed(failure)
        } catch {
            return .failed(.broken(FailureWord.of(error)))
        }
    }

    /// A client of its own for each exchange: the dialled address is part of a client's configuration.
    private func exchange(_ request: CallbackRequest, url: CallbackURL, dialling address: IPAddress) async throws -> CallbackOutcome
    {
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(loops),
            configuration: configuration(url: url, address: address, limit: request.timeLimit))
        do {
            let outcome = try await exchange(request, url: url, on: client)
            try? await client.shutdown()
            return outcome
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func exchange(_ request: CallbackRequest, url: CallbackURL, on client: HTTPClient) async throws -> CallbackOutcome {
        var message = HTTPClientRequest(url: url.description)
        message.method = .POST
        for header in request.headers { message.headers.replaceOrAdd(name: header.name, value: header.value) }
        message.body = .bytes(ByteBuffer(bytes: request.body))
        let answer = try await client.execute(message, timeout: TimeAmount(request.timeLimit))
        try await drain(answer)
        let retryAfter = answer.headers.first(name: "retry-after")
        return .answered(
            status: Int(answer.status.code), retryAfter: retryAfter.flatMap { RetryAfter.parse($0, now: UnixTime.wallClock) })
    }

    /// The status is the verdict; the body is read a little way, so that a well-behaved server sees its answer taken.
    private func drain(_ answer: HTTPClientResponse) async throws {
        var count = 0
        do {
            for try await part in answer.body {
                count += part.readableBytes
                if count > CallbackClient.mostAnswerBytes { return }
            }
        } catch {
            return
        }
    }

    private func configuration(url: CallbackURL, address: IPAddress, limit: Duration) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = trustRoots
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.dnsOverride = url.address == nil ? [url.host: address.description] : [:]
        configuration.timeout = .init(connect: TimeAmount(limit), read: TimeAmount(limit))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(1)
        configuration.httpVersion = .http1Only
        return configuration
    }
}
