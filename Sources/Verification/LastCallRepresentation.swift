/// What became of the last call, for whoever says 'but I called'.
public struct LastCallRepresentation: Codable, Hashable, Sendable {
    /// With `suspicious` the application may still step up.
    public let disposition: Disposition
    /// When it rang, RFC 3339 in UTC.
    public let at: String

    public init(_ call: Verification.LastCall) {
        disposition = call.disposition
        at = call.at.asUTCTimestamp
    }
}
