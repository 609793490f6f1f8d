import FoundationEssentials
public import Telephony

/// What is called back: `{type, timestamp, data}` as in Standard Webhooks 1.0.
public struct VerificationEvent: Codable, Hashable, Sendable {
    /// `verification.verified`, `verification.expired`, `line.changed`, …
    public let type: String
    /// When it happened, RFC 3339 in UTC.
    public let timestamp: String
    public let data: VerificationRepresentation

    /// The event that a verification has come to its present status.
    public init(_ verification: Verification, at moment: Moment) {
        self.init(type: "verification.\(verification.status.rawValue)", verification, at: moment)
    }

    /// The event that a verification has been given another number to call: its line went out of service.
    public static func lineChanged(_ verification: Verification, at moment: Moment) -> VerificationEvent {
        VerificationEvent(type: "line.changed", verification, at: moment)
    }

    private init(type: String, _ verification: Verification, at moment: Moment) {
        self.type = type
        timestamp = moment.unixMilliseconds.asUTCTimestamp
        data = VerificationRepresentation(verification)
    }

    /// The JSON that every attempt sends: keys sorted, slashes plain, so that the same event is the same bytes.
    public func encoded() throws -> [UInt8] { Array(try VerificationEvent.encoder.encode(self)) }

    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
}
