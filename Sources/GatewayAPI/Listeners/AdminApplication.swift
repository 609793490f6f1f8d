public import Hummingbird
public import Logging
import NIOCore

/// The operator's API on a Unix socket as a service. Running it throws `AdminSocketError` where another process answers there.
///
/// `onListening` is called once the socket is in its place, mode 0600.
public func adminApplication(
    backend: any GatewayBackend, socketPath: String, logger: Logger,
    onListening: @escaping @Sendable () async -> Void = {}
) -> some ApplicationProtocol {
    let router = apiRouter(requests: RequestCounter(), isTLS: false)
    AdminRoutes(backend: backend).register(on: router)
    let socket = AdminSocket(path: socketPath)
    var application = Application(
        router: router, server: .http1(within: .standard),
        configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socket.bindPath)),
        onServerRunning: { channel in await publish(socket, channel, logger: logger, then: onListening) }, logger: logger)
    application.beforeServerStarts { try await socket.prepare() }
    return application
}

/// Where the socket cannot be put in its place, the listener is closed: nobody could reach it.
private func publish(_ socket: AdminSocket, _ channel: any Channel, logger: Logger, then: () async -> Void) async {
    do {
        try socket.publish()
        channel.closeFuture.whenComplete { _ in socket.remove() }
        await then()
    } catch {
        logger.error("the admin socket cannot be opened", metadata: ["remedy": .string(error.remedy)])
        channel.close(promise: nil)
    }
}
