public import Telephony

/// What happened at a virtual modem.
public enum VirtualModemEvent: Hashable, Sendable {
    /// `RING` was written the n-th time for a call.
    case rang(SimulatedCaller, ring: Int, at: BootInstant)
    /// The other side hung up with this command; the caller heard busy.
    case dropped(SimulatedCaller, by: String, at: BootInstant)
    /// The other side answered: a missed call has become a paid one.
    case answered(SimulatedCaller, at: BootInstant)
    /// The caller gave up, or the line had no room for a call.
    case gaveUp(SimulatedCaller, at: BootInstant)
    /// `ATD` with these digits: it rings there.
    case dialled(String, at: BootInstant)
    /// The other side ended the call that it dialled to these digits.
    case rangOff(String, at: BootInstant)
    /// The port is gone.
    case unplugged(at: BootInstant)
}

/// What a virtual modem wants done.
public enum VirtualModemEffect: Hashable, Sendable {
    /// Bytes for whoever has the port open.
    case write([UInt8])
    case event(VirtualModemEvent)
    /// Close the port as if the plug was drawn.
    case unplug
}
