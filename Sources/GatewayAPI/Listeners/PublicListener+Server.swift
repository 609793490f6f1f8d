import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL

extension PublicListener {
    /// The server that this describes. Throws where the TLS files cannot be read or do not fit each other.
    func server(logger: Logger) throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(within: limits)
        guard let tls else { return plain }
        return try .tls(plain, tlsConfiguration: tls.configuration(logger: logger))
    }

    func configuration(logger: Logger) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: .hostname(host, port: port), availableConnectionsDelegate: .maximum(limits.connections, logger: logger))
    }
}

extension PublicListener.Limits {
    var channel: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: TimeAmount(idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: headerBytes, maxHeaderFieldCount: 100))
    }
}

extension PublicListener.TLSFiles {
    /// Each handshake uses what the files hold by then.
    fileprivate func configuration(logger: Logger) throws -> TLSConfiguration {
        let keeper = try CertificateKeeper(self, logger: logger)
        let identity = keeper.current
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: identity.chain, privateKey: identity.key)
        configuration.minimumTLSVersion = .tlsv12
        configuration.sslContextCallback = { _, promise in
            let identity = keeper.current
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = identity.chain
            override.privateKey = identity.key
            promise.succeed(override)
        }
        return configuration
    }
}
