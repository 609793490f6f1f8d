/// The body of `POST /admin/simulate/calls`: lets a virtual modem ring.
public struct SimulatedCallRequest: Codable, Hashable, Sendable {
    /// Who calls: E.164, or digits as a network would present them.
    public let from: String
    /// The number of the virtual line; left out: the only one, or the first.
    public let to: String?
    /// Whether the caller has the number withheld.
    public let withheld: Bool?
    /// How often it rings if nobody hangs up.
    public let rings: Int?

    public init(from: String, to: String? = nil, withheld: Bool? = nil, rings: Int? = nil) {
        self.from = from
        self.to = to
        self.withheld = withheld
        self.rings = rings
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case from, to, withheld, rings }
}
