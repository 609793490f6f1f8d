/// Who calls a virtual modem, as its network presents it.
public enum SimulatedCaller: Hashable, Sendable {
    /// The digits as the network sends them: `+919812345678`, `09812345678`, …
    case presented(String)
    /// Withheld by the caller: CLI validity 1.
    case withheld
    /// Not available: CLI validity 2.
    case unavailable

    /// The digits, empty where there are none.
    var digits: String { if case .presented(let digits) = self { digits } else { "" } }

    /// CLI validity (3GPP TS 27.007, 7.6).
    var validity: Int {
        switch self {
        case .presented: 0
        case .withheld: 1
        case .unavailable: 2
        }
    }
}
