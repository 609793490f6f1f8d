/// How a command line ended.
enum ResultCode: Equatable {
    case ok, error, noCarrier, ring, busy
    /// `+CME ERROR` (3GPP TS 27.007, 9.2): 3 not allowed, 4 not supported, 10 no SIM, 11 PIN, 12 PUK, 16 wrong password, 50 parameters.
    case cme(Int)

    /// ITU-T V.250, table 1.
    var numeric: Int {
        switch self {
        case .ok: 0
        case .ring: 2
        case .noCarrier: 3
        case .error, .cme: 4
        case .busy: 7
        }
    }

    func text(cmee: Int) -> String {
        switch self {
        case .ok: "OK"
        case .error: "ERROR"
        case .noCarrier: "NO CARRIER"
        case .ring: "RING"
        case .busy: "BUSY"
        case .cme(let code): cmee == 0 ? "ERROR" : "+CME ERROR: \(cmee == 1 ? String(code) : Self.words[code] ?? "unknown")"
        }
    }

    private static let words = [
        3: "operation not allowed", 4: "operation not supported", 10: "SIM not inserted", 11: "SIM PIN required",
        12: "SIM PUK required",
        16: "incorrect password", 50: "incorrect parameters",
    ]
}
