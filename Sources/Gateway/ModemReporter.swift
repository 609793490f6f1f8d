import Fleet
import FoundationEssentials
import GatewayAPI
import Modem
import PhoneNumbers
import Telephony
import Verification

/// What is known of a modem, as the API tells it.
struct ModemReporter {
    let plan: NumberingPlan
    let allowsRoaming: Bool
    let now: Moment

    func report(_ modem: ModemSnapshot) -> ModemReport {
        let facts = modem.facts
        let fault = modem.faults(allowsRoaming: allowsRoaming).first
        return ModemReport(
            id: modem.modem.rawValue, imei: facts.equipment?.description, ports: modem.port.paths + modem.port.sidePaths,
            manufacturer: facts.manufacturer,
            model: facts.model, revision: facts.revision, state: reportState(modem), reason: fault?.reason,
            remedy: fault?.remedy, since: text(modem.since), evidenceAt: modem.evidenceAt.map { text($0) },
            provenAt: modem.provenAt?.asUTCTimestamp, signalDBm: facts.signal, referenceSignalDBm: facts.referenceSignal,
            registration: registration(facts.registration),
            operator: facts.network,
            technology: ModemReporter.technology(facts.accessTechnology), temperature: facts.temperature, voltage: facts.voltage,
            resets: modem.resets,
            line: LineReport(
                id: modem.line.rawValue, number: modem.number?.description, region: modem.number.flatMap { plan.region(of: $0) },
                takesCalls: takesCalls(modem)),
            simulated: modem.port.isSimulated)
    }

    /// `<AcT>` (3GPP TS 27.007, 7.3) as people name it.
    private static func technology(_ code: Int?) -> String? {
        switch code {
        case 0, 1, 3: "2G"
        case 2, 4, 5, 6: "3G"
        case 7, 8, 9: "4G"
        case 10, 11, 12, 13: "5G"
        default: nil
        }
    }

    private func reportState(_ modem: ModemSnapshot) -> ModemReport.State {
        switch modem.state {
        case .starting: .starting
        case .disconnected: .disconnected
        case .outOfService: .outOfService
        case .ready: modem.isStale(at: now) ? .unknown : takesCalls(modem) ? .ready : .degraded
        }
    }

    private func registration(_ status: Int?) -> String? {
        status.map { [1: "home", 5: "roaming", 2: "searching", 3: "denied", 0: "off"][$0] ?? "status \($0)" }
    }

    private func text(_ moment: Moment) -> String {
        moment.unixMilliseconds.asUTCTimestamp
    }

    private func takesCalls(_ modem: ModemSnapshot) -> Bool { modem.takesCalls(at: now, allowsRoaming: allowsRoaming) }
}
