public import Telephony

/// `POST /v1/authenticate`.
public struct AuthenticationRequest: Hashable, Sendable {
    /// Only its own verifications are looked at.
    public let application: ApplicationName
    /// Compared whole; a verification of another number is `unknown`.
    public let phoneNumber: E164
    /// `nil`: the one that ``reference`` names or, without that too, the only one of the last 300 s.
    public let verification: VerificationID?
    /// The customer's own name for the verification; of several that bear it the latest is meant. `nil`: any.
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
