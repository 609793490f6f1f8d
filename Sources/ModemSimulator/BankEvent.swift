/// What happened at which modem of a bank.
public struct BankEvent: Hashable, Sendable {
    /// The place in the bank, from 0.
    public let modem: Int
    /// Its instants are of `CLOCK_BOOTTIME`.
    public let event: VirtualModemEvent
}
