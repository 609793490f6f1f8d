/// The SIM of a virtual modem and its lock.
public struct VirtualPIN: Hashable, Sendable {
    /// What the SIM asks for.
    public enum State: String, Sendable {
        case ready = "READY"
        case pin = "SIM PIN"
        case puk = "SIM PUK"
        /// There is none in it.
        case missing = "NOT INSERTED"
    }

    /// Told by `+CPIN?` (3GPP TS 27.007, 8.3); `missing` as error 10 in its place.
    public private(set) var state: State
    /// Tries left before the PUK is needed.
    public private(set) var triesLeft = 3
    private let pin: String

    /// A SIM that asks for this PIN, or, without one, for nothing.
    public init(pin: String? = nil) {
        self.pin = pin ?? ""
        state = pin == nil ? .ready : .pin
    }

    /// `ready`, `pin:1234`, `puk` or `missing`.
    init?(word: String) {
        switch word {
        case "ready": self.init()
        case "puk", "missing":
            self.init(pin: "")
            state = word == "puk" ? .puk : .missing
        default:
            guard word.hasPrefix("pin:"), (4...8).contains(word.utf8.count - 4) else { return nil }
            self.init(pin: String(word.dropFirst(4)))
        }
    }

    /// The error in place of an answer (3GPP TS 27.007, 9.2); `nil` where it answers.
    var refusal: ResultCode? {
        switch state {
        case .ready: nil
        case .pin: .cme(11)
        case .puk: .cme(12)
        case .missing: .cme(10)
        }
    }

    mutating func enter(_ text: String) -> ResultCode {
        guard state == .pin else { return refusal ?? .cme(3) }
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
