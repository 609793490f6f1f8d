/// What happened at which modem of a bank.
public struct BankEvent: Hashable, Sendable {
    /// The place in the bank, from 0.
    public let modem: Int
    public let event: VirtualModemEvent
}
