import AsyncHTTPClient
import NIOCore
import NIOSSL
import Outbox

/// One address of one host: connections to it may be used again for the same host, and for no other.
struct DialledPlace: Hashable {
    let scheme: CallbackURL.Scheme
    let host: String
    let port: Int
    let address: IPAddress
    let isName: Bool
    let connectLimit: Duration

    init(url: CallbackURL, address: IPAddress, connectLimit: Duration) {
        scheme = url.scheme
        host = url.host
        port = url.port
        self.address = address
        isName = url.address == nil
        self.connectLimit = connectLimit
    }

    /// No redirects, no retries, no proxy; the name is looked up nowhere but here.
    func configuration(trustRoots: [NIOSSLCertificate]) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.additionalTrustRoots = trustRoots.isEmpty ? [] : [.certificates(trustRoots)]
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.dnsOverride = isName ? [host: address.description] : [:]
        configuration.timeout = .init(connect: TimeAmount(connectLimit))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(4)
        configuration.httpVersion = .http1Only
        return configuration
    }
}
