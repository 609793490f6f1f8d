import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// A short word for the operator on why there was no answer.
enum FailureWord {
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as IOError: word(errno: error.errnoCode)
        case let error as NIOConnectionError:
            error.connectionErrors.lazy.compactMap { ($0.error as? IOError).map { word(errno: $0.errnoCode) } }.first
                ?? "no connection"
        case let error as HTTPClientError: word(error)
        case let error as NIOSSLError: word(error)
        case is NIOSSLExtraError: "TLS: the certificate is for another name"
        case is CancellationError: "stopped"
        default: String(String(describing: error).prefix(160))
        }
    }

    /// Whether nothing of the request can have been sent: another address may be tried.
    static func isBeforeConnection(_ error: any Error) -> Bool {
        switch error {
        case is NIOConnectionError: true
        case let error as IOError:
            [Glibc.ECONNREFUSED, Glibc.EHOSTUNREACH, Glibc.ENETUNREACH, Glibc.ETIMEDOUT, Glibc.EADDRNOTAVAIL].contains(
                error.errnoCode)
        case let error as HTTPClientError: error == .connectTimeout
        default: false
        }
    }

    private static func word(errno code: CInt) -> String {
        switch code {
        case Glibc.ECONNREFUSED: "connection refused"
        case Glibc.EHOSTUNREACH, Glibc.ENETUNREACH, Glibc.EADDRNOTAVAIL: "no route to the host"
        case Glibc.ECONNRESET, Glibc.EPIPE: "the connection was closed without an answer"
        case Glibc.ETIMEDOUT: "no connection in time"
        default: unsafe String(cString: strerror(code))
        }
    }

    private static func word(_ error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: "no connection in time"
        case .tlsHandshakeTimeout: "TLS: no handshake in time"
        case .remoteConnectionClosed, .uncleanShutdown: "the connection was closed without an answer"
        case .deadlineExceeded, .readTimeout: "no answer in time"
        default: String(String(describing: error).prefix(160))
        }
    }

    private static func word(_ error: NIOSSLError) -> String {
        if case .handshakeFailed = error { return "TLS: the certificate is not trusted, or there is none" }
        if case .uncleanShutdown = error { return "the connection was closed without an answer" }
        return "TLS: \(String(String(describing: error).prefix(120)))"
    }
}
