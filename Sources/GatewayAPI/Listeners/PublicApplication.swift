public import Hummingbird
public import Logging
import NIOCore

/// The customers' API as a service: run it in a `ServiceGroup`. Throws where the TLS files cannot be used.
///
/// `onListening` gets the bound port, as soon as connections are taken.
public func publicApplication(
    backend: any GatewayBackend, listener: PublicListener, logger: Logger,
    onListening: @escaping @Sendable (_ port: Int?) async -> Void = { _ in }
) throws -> some ApplicationProtocol {
    let requests = RequestCounter()
    let router = apiRouter(requests: requests, isTLS: listener.tls != nil)
    let proxies = listener.trustedProxies
    let keyed = KeyedRoutes<APIContext>(backend: backend, limiter: RateLimiter(listener.rateLimit), proxies: proxies)
    let desk = VerificationDesk(backend: backend)
    PublicRoutes(backend: backend, keyed: keyed, desk: desk).register(on: router)
    CustomerRoutes(backend: backend, keyed: keyed).register(on: router)
    EventRoutes(backend: backend, keyed: keyed).register(on: router)
    OTPAPIRoutes(backend: backend, desk: desk, proxies: proxies).register(on: router)
    OperationRoutes(backend: backend, requests: requests, metricsAreOpen: listener.isLoopback).register(on: router)
    return Application(
        router: router, server: try listener.server(logger: logger), configuration: listener.configuration(logger: logger),
        onServerRunning: { await onListening($0.localAddress?.port) }, logger: logger)
}

/// A router whose errors are problems, also for paths that it does not know.
func apiRouter(requests: RequestCounter, isTLS: Bool) -> Router<APIContext> {
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RecordMiddleware(requests: requests))
    router.add(middleware: SecurityHeadersMiddleware(isTLS: isTLS))
    router.add(middleware: ProblemMiddleware())
    return router
}
