/// A line as a customer sees it: number and state, nothing of the hardware.
struct LineStateReport: Codable, Hashable, Sendable {
    let number: String?
    let state: ModemReport.State
    let takesCalls: Bool
    let simulated: Bool

    init(_ modem: ModemReport) {
        number = modem.line?.number
        state = modem.state
        takesCalls = modem.line?.takesCalls ?? false
        simulated = modem.simulated
    }

    enum CodingKeys: String, CodingKey {
        case number, state
        case takesCalls = "takes_calls"
        case simulated
    }
}
