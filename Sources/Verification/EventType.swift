/// What an application can be told of.
public enum EventType: String, Sendable, Codable, CaseIterable {
    /// The person called, or was confirmed in another way: `code` is `000`.
    case verified = "verification.verified"
    /// Its time ran out without a call that counts.
    case expired = "verification.expired"
    /// It was taken back before its time ran out.
    case canceled = "verification.canceled"
    /// Its lines went out of service, and there was none to take their place.
    case failed = "verification.failed"
    /// A verification has another number to call.
    case lineChanged = "line.changed"
    /// A call arrived, whatever came of it.
    case callReceived = "call.received"
    /// A line that was in service has been out of it for 15 s.
    case modemDown = "modem.down"
    /// It is in service again; follows `modem.down` only.
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
