/// A line as the modem that holds it tells of it.
public struct LineReport: Codable, Hashable, Sendable {
    /// `iccid:…`, `imsi:…` or `modem:…`.
    public let id: String
    /// The number that people call, E.164, where known.
    public let number: String?
    /// The home country, ISO 3166-1 alpha-2, where known.
    public let region: String?
    /// Whether it is handed out now.
    public let takesCalls: Bool

    public init(id: String, number: String? = nil, region: String? = nil, takesCalls: Bool) {
        self.id = id
        self.number = number
        self.region = region
        self.takesCalls = takesCalls
    }

    /// Every field is there, `null` where nothing is known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(number, forKey: .number)
        try container.encode(region, forKey: .region)
        try container.encode(takesCalls, forKey: .takesCalls)
    }

    enum CodingKeys: String, CodingKey {
        case id, number, region
        case takesCalls = "takes_calls"
    }
}
