/// Something about a virtual modem that can be set while it runs: `registration=3`, `deaf=on`, …
public enum VirtualSetting: Hashable, Sendable {
    /// As in ``VirtualNetwork``.
    case registration(Int), packetRegistration(Int), accessTechnology(Int), signal(Int)
    /// For this reason calls are forwarded; `nil`: for none.
    case forwarding(Int?)
    /// As in ``VirtualNetwork``.
    case barred(Bool), showsCallers(Bool)
    /// No call reaches it any more, though everything else looks well.
    case deaf(Bool)
    /// How many seconds the network's time is off.
    case clockOffset(Int)
    /// The lock of its SIM, or that there is no SIM in it.
    case sim(VirtualPIN)

    /// Reads `key=value`.
    init?(_ word: String) {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let (value, number) = (parts[1], Int(parts[1]))
        switch parts[0] {
        case "registration": self.init(number, in: 0...11) { .registration($0) }
        case "packet-registration": self.init(number, in: 0...11) { .packetRegistration($0) }
        case "technology": self.init(number, in: 0...15) { .accessTechnology($0) }
        case "signal": self.init(number, in: 0...99) { .signal($0) }
        case "clock-offset": self.init(number, in: -1_000_000_000...1_000_000_000) { .clockOffset($0) }
        case "forwarding":
            guard let reason = ["none": Int?.none, "always": 0, "busy": 1, "no-reply": 2][value] else { return nil }
            self = .forwarding(reason)
        case "barred": self.init(flag: value) { .barred($0) }
        case "caller-id": self.init(flag: value) { .showsCallers($0) }
        case "deaf": self.init(flag: value) { .deaf($0) }
        case "sim":
            guard let sim = VirtualPIN(word: value) else { return nil }
            self = .sim(sim)
        default: return nil
        }
    }

    private init?(_ number: Int?, in range: ClosedRange<Int>, _ make: (Int) -> VirtualSetting) {
        guard let number, range.contains(number) else { return nil }
        self = make(number)
    }

    private init?(flag: String, _ make: (Bool) -> VirtualSetting) {
        guard let isOn = ["on": true, "off": false][flag] else { return nil }
        self = make(isOn)
    }
}
