/// What an application can be told of.
public enum EventType: String, Sendable, Codable, CaseIterable {
    case verified = "verification.verified"
    case expired = "verification.expired"
    case canceled = "verification.canceled"
    case failed = "verification.failed"
    /// A verification has another number to call.
    case lineChanged = "line.changed"
    /// A call arrived, whatever came of it.
    case callReceived = "call.received"
    case modemDown = "modem.down"
    case modemUp = "modem.up"
    /// Somebody asked for a try.
    case endpointTest = "endpoint.test"

    /// The end that this status is; `nil` while pending.
    public init?(_ status: VerificationStatus) { self.init(rawValue: "verification.\(status.rawValue)") }

    /// The ends of verifications.
    public static let ends: Set<EventType> = [.verified, .expired, .canceled, .failed]
    /// What a callback URL hears when nobody says.
    public static let standard: Set<EventType> = ends.union([.lineChanged])
    /// What can be chosen.
    public static let choices: [EventType] = allCases.filter { $0 != .endpointTest }

    /// The types that a word stands for: one of them, `verification.*` or `modem.*`; `nil` for anything else.
    public static func matching(_ word: String) -> Set<EventType>? {
        if word.hasSuffix(".*") {
            let family = choices.filter { $0.rawValue.hasPrefix(word.dropLast()) }
            return family.isEmpty ? nil : Set(family)
        }
        return choices.first { $0.rawValue == word }.map { [$0] }
    }
}
