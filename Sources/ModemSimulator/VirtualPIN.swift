/// The lock of a virtual SIM.
public struct VirtualPIN: Hashable, Sendable {
    /// What the SIM asks for.
    public enum State: String, Sendable {
        case ready = "READY"
        case pin = "SIM PIN"
        case puk = "SIM PUK"
    }

    public private(set) var state: State
    /// Tries left before the PUK is needed.
    public private(set) var triesLeft = 3
    private let pin: String

    /// A SIM that asks for this PIN, or, without one, for nothing.
    public init(pin: String? = nil) {
        self.pin = pin ?? ""
        state = pin == nil ? .ready : .pin
    }

    mutating func enter(_ text: String) -> ResultCode {
        guard state == .pin else { return state == .ready ? .cme(3) : .cme(12) }
        if text == pin {
            state = .ready
            triesLeft = 3
            return .ok
        }
        triesLeft -= 1
        if triesLeft == 0 { state = .puk }
        return triesLeft == 0 ? .cme(12) : .cme(16)
    }
}
