import Crypto

/// The gateway's own key, 32 bytes of a file that only it can read. Secrets that it has to know again are derived from it and kept nowhere.
public struct MasterKey: Sendable {
    private let key: SymmetricKey

    /// At least 32 random bytes.
    public init(bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// 32 fresh random bytes.
    public static func random() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// The secret of this version that signs an endpoint's callbacks.
    public func secret(of endpoint: EndpointID, version: Int) -> WebhookSecret {
        WebhookSecret(bytes: derived("webhook \(endpoint.rawValue) \(version)"))
    }

    /// The secrets that sign now, newest first.
    public func secrets(of endpoint: Endpoint, at now: UnixTime) -> [WebhookSecret] {
        endpoint.secret.signing(at: now).map { secret(of: endpoint.id, version: $0) }
    }

    /// A code over a text for one purpose, HMAC-SHA256.
    public func code(over text: String, for purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: purposeKey(purpose)))
    }

    /// Whether the code is that of the text. Compares in constant time.
    public func isValid(_ code: [UInt8], over text: String, for purpose: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(text.utf8), using: purposeKey(purpose))
    }

    private func purposeKey(_ purpose: String) -> SymmetricKey { SymmetricKey(data: derived("code \(purpose)")) }

    /// HKDF-SHA256 (RFC 5869).
    private func derived(_ info: String) -> [UInt8] {
        let derived = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(info.utf8), outputByteCount: 32)
        return unsafe derived.withUnsafeBytes { unsafe Array($0) }
    }
}
