import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import NIOPosix
public import NIOSSL
public import Outbox

/// Sends callbacks: resolves the host once, judges every address, dials judged ones only, and has TLS check the name all the same.
public struct CallbackClient: CallbackSender {
    /// What is read of an answer's body before the connection is given up, and for how long.
    static let mostAnswerBytes = 64 * 1024
    static let answerPatience = Duration.seconds(1)

    private let resolver: any AddressResolver
    let clients: ClientPool

    /// `trustRoots`: certificates of private authorities, believed beside those of the system.
    public init(trustRoots: [NIOSSLCertificate] = [], loops: MultiThreadedEventLoopGroup = .singleton) {
        self.init(resolver: SystemResolver(), trustRoots: trustRoots, loops: loops)
    }

    init(
        resolver: any AddressResolver, trustRoots: [NIOSSLCertificate], loops: MultiThreadedEventLoopGroup = .singleton
    ) {
        self.resolver = resolver
        clients = ClientPool(trustRoots: trustRoots, loops: loops)
    }

    /// Ends all connections. Nothing is sent after it.
    public func shutdown() async { await clients.shutdown() }

    /// The status is the verdict. Of the body 64 KiB are read at most, for 1 s, so that the connection can be used again.
    public func send(_ request: CallbackRequest) async -> CallbackOutcome {
        switch await exchanged(request, bodyPatience: CallbackClient.answerPatience) {
        case .success(let answer): .answered(status: answer.status, retryAfter: answer.retryAfter)
        case .failure(let failure): .failed(failure)
        }
    }

    /// Sends it once and reads the answer's body as well, where that has 64 KiB at most.
    public func ask(_ request: CallbackRequest) async -> Result<CallbackAnswer, CallbackFailure> {
        await exchanged(request, bodyPatience: request.timeLimit)
    }

    private func exchanged(
        _ request: CallbackRequest, bodyPatience: Duration
    ) async -> Result<CallbackAnswer, CallbackFailure> {
        await withTaskGroup(of: Result<CallbackAnswer, CallbackFailure>.self) { group in
            group.addTask { await self.attempt(request, bodyPatience: bodyPatience) }
            group.addTask {
                try? await ContinuousClock().sleep(for: request.timeLimit)
                return .failure(.timedOut(after: request.timeLimit))
            }
            let first = await group.next() ?? .failure(.broken("not sent"))
            group.cancelAll()
            return first
        }
    }

    private func attempt(
        _ request: CallbackRequest, bodyPatience: Duration
    ) async -> Result<CallbackAnswer, CallbackFailure> {
        do {
            let url = try request.guardian.judge(url: request.url)
            let addresses = try await addresses(of: url)
            try request.guardian.judge(host: url.host, addresses: addresses, scheme: url.scheme)
            return .success(try await exchange(request, url: url, dialling: addresses, bodyPatience: bodyPatience))
        } catch let refusal as AddressRefusal {
            return .failure(.refused(refusal))
        } catch let failure as CallbackFailure {
            return .failure(failure)
        } catch {
            return .failure(.broken(FailureWord.of(error)))
        }
    }

    /// Whether a connection to where a URL leads can be made; nothing is sent. `nil`: it can.
    public func reach(_ text: String, by guardian: AddressGuard, within limit: Duration) async -> CallbackFailure? {
        await withTaskGroup(of: CallbackFailure?.self) { group in
            group.addTask {
                do {
                    let url = try guardian.judge(url: text)
                    let addresses = try await addresses(of: url)
                    try guardian.judge(host: url.host, addresses: addresses, scheme: url.scheme)
                    return await knock(addresses, port: url.port, within: limit)
                } catch let refusal as AddressRefusal {
                    return .refused(refusal)
                } catch {
                    return error as? CallbackFailure ?? .broken(FailureWord.of(error))
                }
            }
            group.addTask {
                try? await ContinuousClock().sleep(for: limit)
                return .timedOut(after: limit)
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// Address after address; each has its share of the limit, and none is dialled after its end.
    private func knock(_ addresses: [IPAddress], port: Int, within limit: Duration) async -> CallbackFailure? {
        let share = min(limit, max(limit / max(addresses.count, 1), .seconds(1)))
        var failure = CallbackFailure.broken("no address")
        for address in addresses where !Task.isCancelled {
            do {
                let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connectTimeout(TimeAmount(share)).connect(host: address.description, port: port).get()
                try? await channel.close()
                return nil
            } catch {
                failure = .broken(FailureWord.of(error))
            }
        }
        return failure
    }

    private func addresses(of url: CallbackURL) async throws -> [IPAddress] {
        if let address = url.address { return [address] }
        let found = await resolver.addresses(of: url.host)
        guard !found.isEmpty else { throw CallbackFailure.unresolved(host: url.host) }
        return found
    }

    /// Address after address, until one takes the connection. After that nothing is sent twice in one attempt.
    private func exchange(
        _ request: CallbackRequest, url: CallbackURL, dialling addresses: [IPAddress], bodyPatience: Duration
    ) async throws -> CallbackAnswer {
        let share = max(request.timeLimit / addresses.count, .seconds(1))
        var lastError: (any Error)?
        for address in addresses {
            try Task.checkCancellation()
            let place = DialledPlace(url: url, address: address, connectLimit: min(share, request.timeLimit))
            do {
                return try await clients.use(place) { try await exchange(request, url: url, on: $0, bodyPatience: bodyPatience) }
            } catch  where FailureWord.isBeforeConnection(error) {
                lastError = error
            }
        }
        throw lastError ?? CallbackFailure.unresolved(host: url.host)
    }

    private func exchange(
        _ request: CallbackRequest, url: CallbackURL, on client: HTTPClient, bodyPatience: Duration
    ) async throws -> CallbackAnswer {
        var message = HTTPClientRequest(url: url.description)
        message.method = .POST
        for header in request.headers { message.headers.replaceOrAdd(name: header.name, value: header.value) }
        message.body = .bytes(ByteBuffer(bytes: request.body))
        // A backstop only: the time limit of the whole attempt is kept by `send`.
        let answer = try await client.execute(message, timeout: TimeAmount(request.timeLimit * 2))
        let body = await taste(answer.body, for: bodyPatience)
        let retryAfter = answer.headers.first(name: "retry-after")
        return CallbackAnswer(
            status: Int(answer.status.code), retryAfter: retryAfter.flatMap { RetryAfter.parse($0, now: UnixTime.wallClock) },
            body: body)
    }

    /// The status is the verdict, whatever becomes of the body. A short one is read, so that the connection can be used again.
    private func taste(_ body: HTTPClientResponse.Body, for patience: Duration) async -> [UInt8] {
        await withTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                do {
                    for try await part in body {
                        bytes += part.readableBytesView
                        if bytes.count > CallbackClient.mostAnswerBytes { return [] }
                    }
                } catch { return [] }
                return bytes
            }
            group.addTask {
                try? await ContinuousClock().sleep(for: patience)
                return []
            }
            let first = await group.next() ?? []
            group.cancelAll()
            return first
        }
    }
}
