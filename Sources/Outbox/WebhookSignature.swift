import Crypto

/// Signing and verifying by Standard Webhooks 1.0: HMAC-SHA256 over `{id}.{timestamp}.{body}`.
public enum WebhookSignature {
    /// The value of `webhook-signature`: one `v1,<base64>` for each secret (two while secrets rotate), separated by spaces.
    /// `timestamp` is that of the attempt, in Unix seconds.
    public static func sign(id: MessageID, timestamp: Int64, body: [UInt8], secrets: [WebhookSecret]) -> String {
        let text = signedText(id, timestamp, body)
        return secrets.map { secret in
            "v1," + Base64.encode(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: secret.bytes)))
        }
        .joined(separator: " ")
    }

    /// Whether one of the signatures in the header's value was made with the secret. Compares in constant time.
    public static func verify(_ header: String, id: MessageID, timestamp: Int64, body: [UInt8], secret: WebhookSecret) -> Bool {
        let text = signedText(id, timestamp, body)
        let key = SymmetricKey(data: secret.bytes)
        return header.split(separator: " ").contains { entry in
            guard entry.hasPrefix("v1,"), let code = Base64.decode(entry.dropFirst(3)) else { return false }
            return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: text, using: key)
        }
    }

    private static func signedText(_ id: MessageID, _ timestamp: Int64, _ body: [UInt8]) -> [UInt8] {
        Array("\(id.rawValue).\(timestamp).".utf8) + body
    }
}
