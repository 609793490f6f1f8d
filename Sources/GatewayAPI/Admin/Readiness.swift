/// Whether verifications can be taken now: `/readyz`.
public enum Readiness: Hashable, Sendable {
    case ready
    /// Why not, for people.
    case notReady(reasons: [String])
}

extension Readiness: Codable {
    private enum CodingKeys: String, CodingKey { case ready, reasons }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let reasons = try container.decodeIfPresent([String].self, forKey: .reasons) ?? []
        self = try container.decode(Bool.self, forKey: .ready) ? .ready : .notReady(reasons: reasons)
    }

    /// `{"ready": true, "reasons": []}`
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self == .ready, forKey: .ready)
        if case .notReady(let reasons) = self {
            try container.encode(reasons, forKey: .reasons)
        } else {
            try container.encode([String](), forKey: .reasons)
        }
    }
}
