/// One incoming ring, as the modem told of it, at the point where it can be decided.
public struct IncomingCall: Hashable, Sendable {
    /// New for each call, until it turns out to be one that is recorded already.
    public var id: CallID
    /// Where it rang, on whichever of its ttys.
    public let modem: ModemID
    /// By the SIM that was in the modem; by the modem where the SIM told nothing.
    public let line: LineID
    /// What was told of the caller; `nil` where nothing was told in time.
    public var presentation: CallerPresentation?
    /// Who called.
    public var caller: CallerIdentity
    /// Whether the call was forwarded to this line.
    public var forwarding: Forwarding
    /// What kind of call it is.
    public var bearer: Bearer
    /// The first sign of the call.
    public let rangAt: Moment
    /// Whether the modem is a virtual one.
    public let isSimulated: Bool
    /// Whether it may have begun to ring before the port was opened, and be recorded already by the process before.
    public let mayHaveBegunEarlier: Bool

    public init(
        id: CallID, modem: ModemID, line: LineID, presentation: CallerPresentation?, caller: CallerIdentity,
        forwarding: Forwarding = .untold, bearer: Bearer = .voice, rangAt: Moment, isSimulated: Bool = false,
        mayHaveBegunEarlier: Bool = false
    ) {
        self.id = id
        self.modem = modem
        self.line = line
        self.presentation = presentation
        self.caller = caller
        self.forwarding = forwarding
        self.bearer = bearer
        self.rangAt = rangAt
        self.isSimulated = isSimulated
        self.mayHaveBegunEarlier = mayHaveBegunEarlier
    }

    /// What `+CSSU` said of forwarding (3GPP TS 27.007, 7.17).
    public enum Forwarding: String, Sendable, Codable { case yes, no, untold }

    /// What `+CRING` said of the bearer (3GPP TS 27.007, 6.11). A plain `RING` reads as voice.
    public enum Bearer: String, Sendable, Codable { case voice, data, fax }
}
