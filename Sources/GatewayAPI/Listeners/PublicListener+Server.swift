import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL

extension PublicListener {
    /// The server that this describes. Throws where the TLS files cannot be read or do not fit each other.
    func server() throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(configuration: limits.channel)
        guard let tls else { return plain }
        return try .tls(plain, tlsConfiguration: tls.configuration())
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
    fileprivate func configuration() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }
}
