import Verification

/// The answer to `POST /v1/authenticate`.
struct AuthenticationReport: Encodable {
    /// `000` or `001`.
    let code: String
    /// How the verification stands, or `taken`, `ambiguous`, `unknown`.
    let status: String
    /// The verification that was found.
    let verification: VerificationRepresentation?

    init(_ outcome: AuthenticationOutcome) {
        switch outcome {
        case .verified(let found): self.init("000", found.status.rawValue, found)
        case .notVerified(let found): self.init("001", found.status == .verified ? "outdated" : found.status.rawValue, found)
        case .alreadyTaken(let found): self.init("001", "taken", found)
        case .ambiguous: self.init("001", "ambiguous", nil)
        case .unknown: self.init("001", "unknown", nil)
        }
    }

    private enum CodingKeys: String, CodingKey { case code, status, verification }

    /// Every key is always there.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(status, forKey: .status)
        try container.encode(verification, forKey: .verification)
    }

    private init(_ code: String, _ status: String, _ verification: Verification?) {
        self.code = code
        self.status = status
        self.verification = verification.map { VerificationRepresentation($0) }
    }
}
