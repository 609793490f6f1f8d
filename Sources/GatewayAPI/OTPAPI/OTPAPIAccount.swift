import Crypto
public import Verification

/// Who may use the OTPApi face, for which application. Passwords and keys are held as hashes.
public struct OTPAPIAccount: Sendable {
    /// In whose name verifications are made.
    public let application: ApplicationName
    let userID: String
    private let password: SHA256.Digest?
    private let apiKey: SHA256.Digest?

    /// `password`, `apiKey`: in the clear; `nil`: there is none that opens it.
    public init(application: ApplicationName, userID: String, password: String?, apiKey: String?) {
        self.application = application
        self.userID = userID
        self.password = password.map(OTPAPIAccount.hash)
        self.apiKey = apiKey.map(OTPAPIAccount.hash)
    }

    func isOpened(userID: String, password: String) -> Bool {
        let fits = OTPAPIAccount.hash(password) == self.password
        return fits && userID == self.userID
    }

    func isOpened(apiKey: String) -> Bool { OTPAPIAccount.hash(apiKey) == self.apiKey }

    /// Digests are compared in the same time wherever they differ (swift-crypto).
    private static func hash(_ text: String) -> SHA256.Digest { SHA256.hash(data: Array(text.utf8)) }
}
