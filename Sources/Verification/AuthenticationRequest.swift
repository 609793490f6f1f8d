public import Telephony

/// `POST /v1/authenticate`.
public struct AuthenticationRequest: Hashable, Sendable {
    public let application: ApplicationName
    public let phoneNumber: E164
    public let verification: VerificationID?
    public let reference: String?

    public init(application: ApplicationName, phoneNumber: E164, verification: VerificationID? = nil, reference: String? = nil) {
        self.application = application
        self.phoneNumber = phoneNumber
        self.verification = verification
        self.reference = reference
    }
}

/// The answer to `POST /v1/authenticate`.
public enum AuthenticationOutcome: Hashable, Sendable {
    /// `000`; taken now.
    case verified(Verification)
    /// `001`: pending, or ended otherwise, or too long ago.
    case notVerified(Verification)
    /// `001`: it was verified and its `000` was taken already.
    case alreadyTaken(Verification)
    /// `001`: more than one verification of that number was open or ended in the last 300 s.
    case ambiguous
    /// `001`: there is none.
    case unknown
}
