/// One page of a list. What is paged comes newest first; modems, keys and endpoints come whole, keys and endpoints oldest first.
public struct ItemList<Item: Codable & Sendable>: Codable, Sendable {
    /// Where it is paged, as many as `limit` says at the most: 1 to 100, 20 when left out.
    public let items: [Item]
    /// The `cursor` of the next page; `nil`: this was the last.
    public let next: String?

    public init(items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }

    private enum CodingKeys: String, CodingKey { case items, next }

    /// `next` is always there, `null` on the last page.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(next, forKey: .next)
    }
}
