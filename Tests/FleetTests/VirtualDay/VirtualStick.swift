import ModemSimulator
import Telephony

/// A virtual modem in a USB socket of the virtual world: plugged in or not, healthy or frozen.
struct VirtualStick {
    let identity: VirtualIdentity
    var modem: VirtualModem
    var link: VirtualLink?
    /// The number of its tty, which changes with every plugging in; `nil`: it is not plugged in.
    var tty: Int?
    /// What thaws it, where it is frozen.
    var thaw: Thaw?
    /// Until then it boots and takes no bytes.
    var bootsUntil = BootInstant(nanoseconds: 0)
    /// Calls hung up by the other side before its last restart.
    var droppedBefore = 0

    /// How hard a frozen modem has to be hit.
    enum Thaw: Int { case reset = 1, usbReset, powerCycle }

    init(index: Int) {
        identity = VirtualIdentity(
            imei: "35000000000\(1000 + index)", iccid: "899100000000000\(1000 + index)", imsi: "40499000000\(1000 + index)",
            number: MSISDN(digits: "91999990\(1000 + index)"))
        modem = VirtualModem(identity: identity)
    }

    var dropped: Int { droppedBefore + modem.callsDropped }

    /// Starts again, with all settings lost.
    mutating func restart(at now: BootInstant) {
        droppedBefore = dropped
        modem = VirtualModem(identity: identity)
        thaw = nil
        bootsUntil = now.advanced(by: .seconds(8))
    }
}
