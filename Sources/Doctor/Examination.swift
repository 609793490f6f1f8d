public import Gateway
public import GatewayAPI
import ModemProfiles

/// Looks at everything that keeps a gateway from its work, from outside: it runs beside the gateway, or in its place, and changes
/// nothing.
public struct Examination: Sendable {
    private let configuration: Configuration
    private let report: StatusReport?
    private let silence: String

    /// `report`: what the running gateway says of itself; `silence`: why it says nothing.
    public init(_ configuration: Configuration, report: StatusReport?, silence: String = "") {
        self.configuration = configuration
        self.report = report
        self.silence = silence
    }

    public func perform() async -> Diagnosis {
        let library = ProfileLibrary.installed(adding: configuration.modems.profiles)
        let devices = configuration.modems.discover ? await FirstList.devices() : []
        let ttys = TTYs(configuration: configuration, devices: devices, library: library)
        let database = DatabaseCheck(dataDirectory: configuration.dataDirectory, isRunning: report != nil)
        var checkups = [database.checkup(), gateway(), profiles(library)]
        checkups.append(PortCheck(ttys: ttys, report: report, processes: Processes.all()).checkup())
        checkups.append(DeviceCheck(devices: devices, library: library, rules: UdevRuleFiles()).checkup())
        checkups += MachineCheck(dataDirectory: configuration.dataDirectory).checkups()
        checkups.append(SecretCheck(configuration: configuration).checkup())
        checkups.append(await ListenerCheck(http: configuration.http, report: report).checkup())
        checkups.append(await CallbackCheck(configuration).checkup())
        return Diagnosis(checkups, gateway: report?.state)
    }

    private func gateway() -> Checkup {
        guard let report else {
            let problem = HealthProblem(
                code: "not-running", title: "the gateway does not answer", severity: .error, advice: silence)
            return Checkup("gateway", "no answer", [problem])
        }
        let lines = report.modems.count { $0.line?.takesCalls == true }
        return Checkup(
            "gateway", "version \(report.version), \(report.modems.count.of("modem")), of which \(lines) can be called now",
            report.problems)
    }

    private func profiles(_ library: ProfileLibrary) -> Checkup {
        let problems = library.problems.map {
            HealthProblem(
                code: "profile", title: "modem profiles: \($0)", severity: .warning,
                advice: "Mend this; the other profiles stand.")
        }
        return Checkup("profiles", "\(library.families.count) families", problems)
    }
}
