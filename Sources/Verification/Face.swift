/// The face through which a verification was asked for: it decides what its end is called back as.
public enum Face: Hashable, Sendable, Codable {
    /// The OTPApi form interface of hosted missed-call services. `retryAfter`: when it may be asked for again, Unix seconds.
    case otpAPI(retryAfter: Int64)
}
