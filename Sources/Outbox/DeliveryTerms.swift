/// On what terms a delivery is sent.
public struct DeliveryTerms: Sendable {
    /// What signs it; several while secrets rotate. Empty: it cannot be sent, unless it is unsigned by its nature.
    public let secrets: [WebhookSecret]
    /// Where it may go.
    public let guardian: AddressGuard
    /// How old it may be; `nil`: any age.
    public let staleAfter: Duration?
    /// Whether its endpoint is disabled or removed.
    public let isDisabled: Bool

    public init(
        secrets: [WebhookSecret], guardian: AddressGuard, staleAfter: Duration? = nil, isDisabled: Bool = false
    ) {
        self.secrets = secrets
        self.guardian = guardian
        self.staleAfter = staleAfter
        self.isDisabled = isDisabled
    }
}
