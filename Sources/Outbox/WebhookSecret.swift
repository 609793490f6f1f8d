/// The key that signs one application's callbacks: `whsec_` and 24 to 64 random bytes in base64 (Standard Webhooks 1.0).
public struct WebhookSecret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    /// Reads `whsec_<base64>`.
    public init(_ text: String) throws(WebhookSecretError) {
        guard text.hasPrefix(Self.prefix) else { throw .noPrefix }
        guard let bytes = Base64.decode(text.dropFirst(Self.prefix.count)) else { throw .notBase64 }
        guard (24...64).contains(bytes.count) else { throw .wrongLength(bytes: bytes.count) }
        self.bytes = bytes
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// 32 fresh random bytes.
    public static func random() -> WebhookSecret {
        var generator = SystemRandomNumberGenerator()
        return WebhookSecret(bytes: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// The secret itself, `whsec_…`, to hand to whoever verifies.
    public var revealed: String { Self.prefix + Base64.encode(bytes) }

    /// Shows nothing of the secret, as do ``debugDescription`` and a dump.
    public var description: String { "whsec_•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static let prefix = "whsec_"
}
