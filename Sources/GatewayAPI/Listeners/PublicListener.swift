/// Where customers reach the API, and what it takes from one of them.
public struct PublicListener: Hashable, Sendable {
    /// An address or a name: `127.0.0.1`, `::1`, `0.0.0.0`.
    public let host: String
    /// 0: any free one.
    public let port: Int
    /// `nil`: plain HTTP.
    public let tls: TLSFiles?
    /// By default ``Limits/standard``.
    public let limits: Limits
    /// How many requests an application may make.
    public let rateLimit: RateLimit
    /// Whose word is taken on who the client is.
    public let trustedProxies: TrustedProxies

    public init(
        host: String, port: Int, tls: TLSFiles? = nil, limits: Limits = .standard, rateLimit: RateLimit = .standard,
        trustedProxies: TrustedProxies = TrustedProxies()
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.limits = limits
        self.rateLimit = rateLimit
        self.trustedProxies = trustedProxies
    }

    /// Whether only this machine reaches it.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || isLoopbackIPv4 }

    private var isLoopbackIPv4: Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }

    /// PEM files, read when the listener is built and again when they change.
    public struct TLSFiles: Hashable, Sendable {
        /// The certificate and what it chains to.
        public let certificate: String
        /// The private key of the certificate, without a passphrase.
        public let key: String

        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }

        /// Why the files cannot be used: one sentence.
        public struct Unusable: Error, Hashable, Sendable, CustomStringConvertible {
            public let description: String
        }

        /// Throws where a listener with these files would not start.
        public func check() throws(Unusable) { _ = try CertificateKeeper.Identity(self) }
    }

    /// How much one listener takes. A request body may have 64 KiB.
    public struct Limits: Hashable, Sendable {
        /// All header fields of one request, bytes.
        public var headerBytes: Int
        /// A connection that says nothing for so long is closed.
        public var idle: Duration
        /// At a time; beyond them none is accepted until one ends.
        public var connections: Int

        public init(headerBytes: Int, idle: Duration, connections: Int) {
            self.headerBytes = headerBytes
            self.idle = idle
            self.connections = connections
        }

        /// 16 KiB, 30 s, 1024.
        public static let standard = Limits(headerBytes: 16 * 1024, idle: .seconds(30), connections: 1024)
    }
}
