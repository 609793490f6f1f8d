import Crypto
import FoundationEssentials
public import Verification

/// An API key: `rk_` and 43 base64url characters (RFC 4648, 5) of 32 random bytes. Shown once, kept as a hash.
public struct APIKey: Hashable, Sendable {
    /// The whole key.
    public let text: String

    /// Reads a key as it stands in an `Authorization` header; `nil` for anything of another form.
    public init?(_ text: String) {
        let random = text.utf8.dropFirst(3)
        guard text.hasPrefix("rk_"), random.count == 43, random.allSatisfy(isBase64URL) else { return nil }
        self.text = text
    }

    private init(random: [UInt8]) {
        let base64 = Data(random).base64EncodedString()
        text = "rk_" + base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A new key out of the system's generator.
    public static func generate() -> APIKey {
        var generator = SystemRandomNumberGenerator()
        return APIKey(random: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// SHA-256 over the whole key: what is stored and looked up.
    public var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// Whether it is the key of this record. Takes the same time wherever they differ.
    public func matches(_ record: APIKeyRecord) -> Bool {
        SHA256.hash(data: Array(text.utf8)) == record.hash
    }

    /// The first characters, to tell keys apart in a list.
    public var hint: String { String(text.prefix(7)) }
}

private func isBase64URL(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
    default: false
    }
}
