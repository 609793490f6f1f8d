import Foundation
import Outbox
import SQLiteStore
import Verification

/// On what terms each customer is called back: which secrets sign, and where it may lead.
struct Customers: Sendable {
    let settings: [Configuration.Customer]
    let secrets: Secrets
    let store: SQLiteStore
    let allowed: [CIDR]

    /// The networks of all, and the application's own.
    func guardian(of account: String) -> AddressGuard {
        let own = settings.first { $0.name.rawValue == account }?.privateNetworks ?? []
        return AddressGuard(allowPrivateNetworks: allowed + own)
    }

    func terms(of delivery: Delivery, at now: UnixTime) async -> DeliveryTerms {
        let endpoint = try? await delivery.endpoint.flatMapAsync { try await store.endpoint($0, of: delivery.account) }
        let isOwn = delivery.endpoint == nil || delivery.endpoint == EndpointID(configuredOf: delivery.account)
        let signing =
            isOwn ? secrets.secrets(of: delivery.account) : endpoint.map { secrets.masterKey.secrets(of: $0, at: now) } ?? []
        return DeliveryTerms(secrets: signing, guardian: guardian(of: delivery.account), staleAfter: endpoint?.staleAfter)
    }
}

extension Optional {
    /// `flatMap` for what takes time.
    fileprivate func flatMapAsync<Value>(_ body: (Wrapped) async throws -> Value?) async rethrows -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}
