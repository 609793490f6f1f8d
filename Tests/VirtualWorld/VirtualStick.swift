public import ModemSimulator
public import Telephony

/// A virtual modem in a USB socket of the virtual world: plugged in or not, healthy or frozen.
public struct VirtualStick: Sendable {
    public let identity: VirtualIdentity
    public let personality: Personality
    public var modem: VirtualModem
    var link: VirtualLink?
    /// The number of its tty, which changes with every plugging in; `nil`: it is not plugged in.
    public internal(set) var tty: Int?
    /// What thaws it, where it is frozen.
    public var thaw: Thaw?
    /// Until then it boots and takes no bytes.
    public private(set) var bootsUntil = BootInstant(nanoseconds: 0)
    /// Calls hung up by the other side before its last restart.
    private var droppedBefore = 0

    /// How hard a frozen modem has to be hit.
    public enum Thaw: Int, Sendable { case reset = 1, usbReset, powerCycle }

    init(index: Int, personality: Personality) {
        identity = VirtualIdentity(
            imei: "35000000000\(1000 + index)", iccid: "899100000000000\(1000 + index)", imsi: "40499000000\(1000 + index)",
            number: MSISDN(digits: "91999990\(1000 + index)"))
        self.personality = personality
        modem = VirtualModem(identity: identity, personality: personality)
    }

    public var dropped: Int { droppedBefore + modem.callsDropped }

    /// Whether it takes bytes and calls.
    public func isUp(at now: BootInstant) -> Bool { tty != nil && bootsUntil <= now }

    /// Starts again, with all settings lost.
    public mutating func restart(at now: BootInstant) {
        droppedBefore = dropped
        // The network is as it was: it knows nothing of the restart.
        modem = VirtualModem(identity: identity, personality: personality, network: modem.network)
        thaw = nil
        bootsUntil = now.advanced(by: .seconds(8))
    }
}
