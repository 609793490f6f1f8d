import Foundation
import Outbox
import SQLiteStore
import Verification

/// On what terms each customer is called back: which secrets sign, and where it may lead.
struct CallbackTerms: Sendable {
    let settings: [Configuration.ApplicationSettings]
    let secrets: Secrets
    let store: SQLiteStore
    let allowed: [CIDR]

    /// The networks of all, and the application's own.
    func guardian(of account: String) -> AddressGuard {
        let own = settings.first { $0.name.rawValue == account }?.privateNetworks ?? []
        return AddressGuard(allowPrivateNetworks: allowed + own)
    }

    func terms(of delivery: Delivery, at now: UnixTime) async -> DeliveryTerms {
        let guardian = guardian(of: delivery.account)
        guard let id = delivery.endpoint else {
            return DeliveryTerms(secrets: secrets.secrets(of: delivery.account), guardian: guardian)
        }
        let endpoint = try? await store.endpoint(id, of: delivery.account)
        let isConfigured = id == EndpointID(configuredOf: delivery.account)
        return DeliveryTerms(
            secrets: isConfigured
                ? secrets.secrets(of: delivery.account) : endpoint.map { secrets.masterKey.secrets(of: $0, at: now) } ?? [],
            guardian: guardian, staleAfter: endpoint?.staleAfter, isDisabled: endpoint?.state != .enabled)
    }
}
