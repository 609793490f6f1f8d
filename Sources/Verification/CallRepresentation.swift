import Telephony

/// A call as `GET /v1/calls` shows it. Every key is always there, `null` where absent.
public struct CallRepresentation: Codable, Hashable, Sendable {
    /// `call_…` (``CallID``).
    public let id: String
    /// E.164 with `+`, where the line's number is known.
    public let numberCalled: String?
    /// Masked for those whom the call does not concern.
    public let caller: CallerRepresentation
    /// RFC 3339 in UTC.
    public let startedAt: String
    /// RFC 3339 in UTC; `null` until its end is written down.
    public let endedAt: String?
    /// What it came to; a claim may turn `no-pending` into `matched` later.
    public let disposition: Disposition
    /// `ver_…`: the one it ended, or was the last call of; `null`: none, or masked.
    public let verificationID: String?
    /// Whether it rang at a virtual modem.
    public let simulated: Bool

    /// `masked`: hides the middle of the caller's digits and whose verification it was, for those whom it does not concern.
    public init(_ record: CallRecord, masked: Bool = false) {
        id = record.call.id.rawValue
        numberCalled = record.lineNumber?.description
        caller = CallerRepresentation(record, masked: masked)
        startedAt = record.call.rangAt.unixMilliseconds.asUTCTimestamp
        endedAt = record.endedAt?.unixMilliseconds.asUTCTimestamp
        disposition = record.disposition
        verificationID = masked ? nil : record.verification?.rawValue
        simulated = record.call.isSimulated
    }

    private enum CodingKeys: String, CodingKey {
        case id, caller, disposition, simulated
        case numberCalled = "number_called"
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case verificationID = "verification_id"
    }

    /// Written by hand, since the synthesised one leaves out what is absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(numberCalled, forKey: .numberCalled)
        try container.encode(caller, forKey: .caller)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(disposition, forKey: .disposition)
        try container.encode(verificationID, forKey: .verificationID)
        try container.encode(simulated, forKey: .simulated)
    }
}
