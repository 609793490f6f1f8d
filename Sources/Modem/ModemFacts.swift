public import Telephony

/// What a modem told about itself, its SIM and the network.
public struct ModemFacts: Equatable, Sendable {
    public internal(set) var manufacturer: String?
    public internal(set) var model: String?
    public internal(set) var revision: String?
    public internal(set) var equipment: IMEI?
    public internal(set) var subscriber: IMSI?
    public internal(set) var card: ICCID?
    /// What `+CNUM` told; often empty or stale, and no E.164 number then.
    public internal(set) var ownNumber: MSISDN?
    /// `READY`, `SIM PIN`, … (3GPP TS 27.007, 8.3); or the error in its place.
    public internal(set) var pinState: String?
    /// `+CREG` status 0 to 11 (7.2).
    public internal(set) var registration: Int?
    /// The operator as `+COPS?` names it (7.3).
    public internal(set) var network: String?
    /// `+CSQ` as dBm (8.5); `nil` where the modem does not know.
    public internal(set) var signal: Int?
    /// The bring-up came to its end.
    public internal(set) var isReady = false

    public init() {}

    /// Whether a call can arrive by what `+CREG` says: registered for more than messages (1, 5, 9, 10). Where the modem does
    /// not tell, it is not held against it.
    public var isRegistered: Bool { registration.map { [1, 5, 9, 10].contains($0) } ?? true }

    /// Whether the SIM takes part: `READY`, or not told. A PIN2 request is no block for calls (27.007, 8.3).
    public var isCardReady: Bool {
        guard let pinState else { return true }
        return pinState == "READY" || pinState.hasSuffix("2")
    }
}
