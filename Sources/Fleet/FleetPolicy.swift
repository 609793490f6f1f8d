public import Modem
public import Telephony

/// How the fleet treats its modems and lines.
public struct FleetPolicy: Sendable {
    public let calls: CallTracker.Policy
    public let resets: RecoveryLadder.Budget
    /// Whether a roaming line may be handed out.
    public let allowsRoaming: Bool
    /// The numbers of lines whose SIM does not tell it.
    public let numbers: [ICCID: MSISDN]

    public init(
        calls: CallTracker.Policy = .init(), resets: RecoveryLadder.Budget = .init(), allowsRoaming: Bool = false,
        numbers: [ICCID: MSISDN] = [:]
    ) {
        self.calls = calls
        self.resets = resets
        self.allowsRoaming = allowsRoaming
        self.numbers = numbers
    }
}
