public import Modem
public import Telephony

/// How the fleet treats its modems and lines.
public struct FleetPolicy: Sendable {
    /// When a call is hung up.
    public let calls: CallTracker.Policy
    /// For each modem by itself.
    public let resets: RecoveryLadder.Budget
    /// Whether a roaming line may be handed out.
    public let allowsRoaming: Bool
    /// The numbers of lines whose SIM does not tell it.
    public let numbers: [ICCID: MSISDN]
    /// How often lines call each other.
    public let receivability: ReceivabilityPlan.Policy
    /// The profile of a family by manufacturer and model as the modem tells them; `nil`: unknown.
    public let recognise: @Sendable (String?, String?) -> ModemProfile?

    public init(
        calls: CallTracker.Policy = .init(), resets: RecoveryLadder.Budget = .init(), allowsRoaming: Bool = false,
        numbers: [ICCID: MSISDN] = [:], receivability: ReceivabilityPlan.Policy = .init(),
        recognise: @escaping @Sendable (String?, String?) -> ModemProfile? = { _, _ in nil }
    ) {
        self.calls = calls
        self.resets = resets
        self.allowsRoaming = allowsRoaming
        self.numbers = numbers
        self.receivability = receivability
        self.recognise = recognise
    }
}
