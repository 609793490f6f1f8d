import Foundation
import GatewayAPI
import Outbox
import SQLiteStore
import Verification

/// What is secret, each from its file: the applications' callback secrets, the passwords of the OTPApi face, and the gateway's own key.
struct Secrets: Sendable {
    let masterKey: MasterKey
    let otpAccounts: [OTPAPIAccount]
    private let byApplication: [String: [WebhookSecret]]

    /// `endpoints`: how many there are whose secrets derive from the gateway's own key.
    init(_ applications: [Configuration.ApplicationSettings], dataDirectory: String, endpoints: Int) throws(StartError) {
        var secrets: [String: [WebhookSecret]] = [:]
        var accounts: [OTPAPIAccount] = []
        for application in applications {
            secrets[application.name.rawValue] = try Secrets.read(application)
            if let account = try Secrets.otpAccount(of: application) { accounts.append(account) }
        }
        byApplication = secrets
        otpAccounts = accounts
        masterKey = try Secrets.masterKey(at: "\(dataDirectory)/ringcheck.key", endpoints: endpoints)
    }

    /// Who may use the OTPApi face for this application; `nil`: nobody.
    static func otpAccount(of application: Configuration.ApplicationSettings) throws(StartError) -> OTPAPIAccount? {
        guard let settings = application.otpAPI else { return nil }
        return OTPAPIAccount(
            application: application.name, userID: settings.userID, password: try settings.passwordFile.map(Secrets.line),
            apiKey: try settings.apiKeyFile.map(Secrets.line))
    }

    /// What is wrong with an application's secret file; `nil`: nothing.
    static func problem(of application: Configuration.ApplicationSettings) -> String? {
        do {
            _ = try read(application)
            return nil
        } catch {
            return error.description
        }
    }

    /// The secrets of an application's own callback URL.
    func secrets(of account: String) -> [WebhookSecret] { byApplication[account] ?? [] }

    private static func read(_ application: Configuration.ApplicationSettings) throws(StartError) -> [WebhookSecret] {
        let path = application.callbackSecretFile
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw StartError(
                "\(path) cannot be read: it has to hold the callback secret of '\(application.name)', one whsec_… line.")
        }
        let secrets = text.split(whereSeparator: \.isWhitespace).compactMap { try? WebhookSecret(String($0)) }
        guard (1...2).contains(secrets.count), secrets.count == text.split(whereSeparator: \.isWhitespace).count else {
            throw StartError(
                "\(path) holds no callback secret: put one whsec_… line of 24 to 64 bytes as base64 there, or two while it is rotated."
            )
        }
        return secrets
    }

    private static func line(of path: String) throws(StartError) -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw StartError("\(path) cannot be read: it has to hold one line, the password or key.")
        }
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 1, let line = lines.first else {
            throw StartError("\(path) has to hold one line, the password or key, and nothing else.")
        }
        return String(line)
    }

    /// Made at the first start. Without it the secrets of all endpoints are lost, so it belongs into the backup.
    private static func masterKey(at path: String, endpoints: Int) throws(StartError) -> MasterKey {
        if let bytes = try keyFile(path) {
            guard bytes.count >= 32 else { throw StartError("\(path) is damaged: restore it from a backup.") }
            return MasterKey(bytes: bytes)
        }
        guard endpoints == 0 else {
            throw StartError(
                """
                \(path) is missing, and with it the secrets of \(endpoints) endpoints: restore it from a backup. If there is none, make a new \
                one (umask 077; head -c 32 /dev/urandom > \(path)) and rotate each endpoint's secret: ringcheck callbacks rotate.
                """)
        }
        let bytes = MasterKey.random()
        do {
            try PrivateFile.make(path, holding: bytes)
        } catch {
            throw StartError("\(path) cannot be written (\(error)): check the directory and its owner.")
        }
        return MasterKey(bytes: bytes)
    }

    /// `nil`: there is none. One that cannot be read is not taken for none: another in its place would change every secret.
    private static func keyFile(_ path: String) throws(StartError) -> [UInt8]? {
        do {
            return try PrivateFile.read(path)
        } catch {
            throw StartError("\(path) cannot be read (\(error)): it has to belong to this user, with mode 600.")
        }
    }
}
