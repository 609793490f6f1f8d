import FoundationEssentials
import Outbox
import Verification

/// Lets a browser watch one verification for a while, and nothing else: `rct_`, what it is for, and a code over that. Kept nowhere.
struct ClientToken: Hashable {
    let application: ApplicationName
    let verification: VerificationID
    /// Unix seconds.
    let expiresAt: Int64

    private static let purpose = "client token"
    private var claim: String { "\(expiresAt) \(verification) \(application)" }

    init(application: ApplicationName, verification: VerificationID, expiresAt: Int64) {
        self.application = application
        self.verification = verification
        self.expiresAt = expiresAt
    }

    /// Reads a token that this gateway gave out and that has not expired; `nil` for anything else.
    init?(_ text: String, key: MasterKey, now: Int64) {
        let parts = text.dropFirst(4).split(separator: ".", omittingEmptySubsequences: false)
        guard text.hasPrefix("rct_"), text.utf8.count < 512, parts.count == 2, let claim = Data(base64URL: parts[0]),
            let code = Data(base64URL: parts[1]), let words = String(validating: claim, as: UTF8.self),
            key.isValid(Array(code), over: words, for: ClientToken.purpose)
        else { return nil }
        let fields = words.split(separator: " ").map(String.init)
        guard fields.count == 3, let expiresAt = Int64(fields[0]), now < expiresAt,
            let application = ApplicationName(rawValue: fields[2])
        else { return nil }
        self.init(application: application, verification: VerificationID(rawValue: fields[1]), expiresAt: expiresAt)
    }

    func text(key: MasterKey) -> String {
        let code = key.code(over: claim, for: ClientToken.purpose)
        return "rct_\(Data(claim.utf8).base64URL).\(Data(code).base64URL)"
    }
}

extension Data {
    /// Base64url without padding (RFC 4648, 5), in its canonical form only: bits that mean nothing have to be 0 (3.5), so that
    /// no other text reads as this one.
    fileprivate init?(base64URL text: Substring) {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
        guard base64URL == text else { return nil }
    }

    fileprivate var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
