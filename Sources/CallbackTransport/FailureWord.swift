/// A short word for the operator on why there was no answer.
enum FailureWord {
    static func of(_ error: any Error) -> String {
        let text = String(describing: error)
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return "TLS: the certificate is not trusted, or is for another name" }
        if text.contains("ECONNREFUSED") || text.contains("errno: 111") { return "connection refused" }
        if text.contains("onnectTimeout") { return "no connection in time" }
        if text.contains("remoteConnectionClosed") { return "the connection was closed without an answer" }
        return String(text.prefix(160))
    }
}
