/// Which deliveries to list.
public struct DeliveryFilter: Hashable, Sendable {
    /// `nil`: everybody's.
    public var account: String?
    /// `nil`: in any.
    public var state: Delivery.State?
    /// `nil`: for any, and for URLs that requests named.
    public var endpoint: EndpointID?
    /// `verification.verified`, …; `nil`: any.
    public var eventType: String?

    public init(
        account: String?, state: Delivery.State? = nil, endpoint: EndpointID? = nil, eventType: String? = nil
    ) {
        self.account = account
        self.state = state
        self.endpoint = endpoint
        self.eventType = eventType
    }
}

/// Deliveries, and where the next page begins.
public struct DeliveryPage: Hashable, Sendable {
    /// Newest first.
    public let items: [Delivery]
    /// The `before` of the next page; `nil`: this was the last.
    public let next: Int64?

    public init(items: [Delivery], next: Int64?) {
        self.items = items
        self.next = next
    }
}
