import FoundationEssentials
import Telephony

/// The end of a verification as the OTPApi form interface calls it back: an unsigned form with these field names.
public struct OTPAPICallback: Hashable, Sendable {
    private let fields: [URLQueryItem]

    /// `retryAfter`: when the number may be asked about again, Unix seconds.
    public init(_ verification: Verification, retryAfter: Int64) {
        let isVerified = verification.status == .verified
        var fields: [(String, String)] = [
            ("mobile", verification.phoneNumber.digits),
            ("createTime", String(verification.createdAt.unixMilliseconds / 1000)),
            ("expiryTime", String(verification.deadline.unixMilliseconds / 1000)),
            ("retryAfter", String(retryAfter)),
            ("missCallTo", verification.handedOut.last?.number.digits ?? ""),
            ("type", "new"), ("method", "generate"),
            ("status", isVerified ? "success" : "fail"),
            ("reason", isVerified ? "verified" : verification.reason ?? verification.status.rawValue),
            ("code", verification.status.code),
        ]
        if verification.isSimulated { fields.append(("simulated", "true")) }
        self.fields = fields.map { URLQueryItem(name: $0.0, value: $0.1) }
    }

    /// `application/x-www-form-urlencoded`.
    public var encoded: [UInt8] {
        var components = URLComponents()
        components.queryItems = fields
        return Array((components.percentEncodedQuery ?? "").replacing("+", with: "%2B").utf8)
    }
}
