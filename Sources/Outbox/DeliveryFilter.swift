/// Which deliveries to list.
public struct DeliveryFilter: Hashable, Sendable {
    /// `nil`: everybody's.
    public var account: String?
    public var state: Delivery.State?
    public var endpoint: EndpointID?
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
    public let items: [Delivery]
    /// `nil`: this was the last page.
    public let next: Int64?

    public init(items: [Delivery], next: Int64?) {
        self.items = items
        self.next = next
    }
}
