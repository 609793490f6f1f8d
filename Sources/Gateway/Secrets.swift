import Foundation
import Outbox
import Verification

/// The applications' callback secrets, each from its file.
struct Secrets: Sendable {
    private let byApplication: [String: WebhookSecret]

    init(_ customers: [Configuration.Customer]) throws(StartError) {
        var secrets: [String: WebhookSecret] = [:]
        for customer in customers { secrets[customer.name.rawValue] = try Secrets.read(customer) }
        byApplication = secrets
    }

    /// What is wrong with an application's secret file; `nil`: nothing.
    static func problem(of customer: Configuration.Customer) -> String? {
        do {
            _ = try read(customer)
            return nil
        } catch {
            return error.description
        }
    }

    func secrets(of account: String) -> [WebhookSecret] { byApplication[account].map { [$0] } ?? [] }

    private static func read(_ customer: Configuration.Customer) throws(StartError) -> WebhookSecret {
        let path = customer.callbackSecretFile
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw StartError("\(path) cannot be read: it has to hold the callback secret of '\(customer.name)', one whsec_… line.")
        }
        do {
            return try WebhookSecret(text.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            throw StartError("\(path) holds no callback secret: put one whsec_… line of 24 to 64 bytes as base64 there.")
        }
    }
}
