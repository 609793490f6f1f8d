public import Modem
public import Telephony

/// What the fleet needs of the world.
public struct Surroundings: Sendable {
    /// Opens a tty; `beside`: on the executor of this link.
    public let open: @Sendable (_ path: String, _ baud: Int, _ beside: (any ByteLink)?) async throws -> any ByteLink
    /// Both clocks; never waits.
    public let now: @Sendable () -> Moment
    /// Waits; ends early when cancelled.
    public let pause: @Sendable (Duration) async -> Void
    /// Records a call on a line of this number; returns once it is durable.
    public let settle: @Sendable (IncomingCall, MSISDN?, ModemFacts) async -> RecordedCall
    /// Closes a call's record.
    public let close: @Sendable (CallID) -> Void
    /// What an error of `open` means, for people.
    public let fault: @Sendable (any Error) -> ModemSnapshot.Fault
    /// The PIN for this card, after the attempt was noted durably; or why there is none to enter.
    public let pin: @Sendable (Port, ModemFacts) async -> PINAnswer
    /// Notes durably what a card made of its PIN.
    public let pinEntered: @Sendable (ModemFacts, PINOutcome) async -> Void
    /// Resets what has no session: writes the profile's reset, resets the USB port, or cycles its power; why not, where it cannot.
    public let recover: @Sendable (RecoveryLadder.Step, Port) async -> String?

    /// What outlives a restart.
    public let inventory: FleetInventory
    /// The calls that arrived, as they are recorded.
    public let arrivals: ArrivalBoard
    /// Something about modems or lines may be different now.
    public let changed: @Sendable () -> Void

    /// The answer to a SIM that asks for its PIN.
    public enum PINAnswer: Hashable, Sendable {
        /// Its digits, 4 to 8 (3GPP TS 31.101, 9.5.1).
        case pin(String)
        /// One sentence for the operator.
        case refused(String)
    }

    public init(
        open: @escaping @Sendable (String, Int, (any ByteLink)?) async throws -> any ByteLink,
        now: @escaping @Sendable () -> Moment, pause: @escaping @Sendable (Duration) async -> Void,
        settle: @escaping @Sendable (IncomingCall, MSISDN?, ModemFacts) async -> RecordedCall,
        close: @escaping @Sendable (CallID) -> Void, fault: @escaping @Sendable (any Error) -> ModemSnapshot.Fault,
        pin: @escaping @Sendable (Port, ModemFacts) async -> PINAnswer,
        pinEntered: @escaping @Sendable (ModemFacts, PINOutcome) async -> Void,
        recover: @escaping @Sendable (RecoveryLadder.Step, Port) async -> String?, inventory: FleetInventory = .none,
        arrivals: ArrivalBoard = ArrivalBoard(), changed: @escaping @Sendable () -> Void = {}
    ) {
        self.open = open
        self.now = now
        self.pause = pause
        self.settle = settle
        self.close = close
        self.fault = fault
        self.pin = pin
        self.pinEntered = pinEntered
        self.recover = recover
        self.inventory = inventory
        self.arrivals = arrivals
        self.changed = changed
    }
}
