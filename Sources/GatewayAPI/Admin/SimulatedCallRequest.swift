/// The body of `POST /admin/simulate/calls`: lets a virtual modem ring.
public struct SimulatedCallRequest: Codable, Hashable, Sendable {
    /// Who calls: E.164, or digits as a network would present them.
    public let from: String
    /// Which virtual modem: its number, identity, port or place, from 0; left out: the first.
    public let to: String?
    /// Whether the caller has the number withheld.
    public let withheld: Bool?
    /// How often it rings if nobody hangs up, 1 to 100; left out: 6.
    public let rings: Int?

    public init(from: String, to: String? = nil, withheld: Bool? = nil, rings: Int? = nil) {
        self.from = from
        self.to = to
        self.withheld = withheld
        self.rings = rings
    }

    /// Every key is always there, `null` where absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        try container.encode(withheld, forKey: .withheld)
        try container.encode(rings, forKey: .rings)
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case from, to, withheld, rings }
}
