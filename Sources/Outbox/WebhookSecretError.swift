/// Why a text is no webhook secret. Never carries the text.
public enum WebhookSecretError: Error, Hashable, Sendable {
    case noPrefix
    case notBase64
    /// Fewer than 24, or more than 64.
    case wrongLength(bytes: Int)

    /// One sentence for the operator.
    public var remedy: String {
        switch self {
        case .noPrefix: "The callback secret has to begin with whsec_; create one with: echo whsec_$(openssl rand -base64 32)"
        case .notBase64: "What follows whsec_ in the callback secret has to be base64; was a character lost in copying?"
        case .wrongLength(let bytes):
            "The callback secret holds \(bytes) bytes; it has to be 24 to 64: echo whsec_$(openssl rand -base64 32)"
        }
    }
}
