import Crypto
public import Verification

/// Who may use the OTPApi face, for which application. Passwords and keys are held as hashes.
public struct OTPAPIAccount: Sendable {
    public let application: ApplicationName
    let userID: String
    private let password: [UInt8]?
    private let apiKey: [UInt8]?

    public init(application: ApplicationName, userID: String, password: String?, apiKey: String?) {
        self.application = application
        self.userID = userID
        self.password = password.map(OTPAPIAccount.hash)
        self.apiKey = apiKey.map(OTPAPIAccount.hash)
    }

    func isOpened(userID: String, password: String) -> Bool {
        let fits = OTPAPIAccount.equal(OTPAPIAccount.hash(password), self.password ?? [])
        return fits && userID == self.userID
    }

    func isOpened(apiKey: String) -> Bool { OTPAPIAccount.equal(OTPAPIAccount.hash(apiKey), self.apiKey ?? []) }

    private static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// Takes the same time wherever they differ.
    private static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
