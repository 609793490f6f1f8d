public import Gateway
import GatewayAPI
import ModemProfiles

/// Looks at everything that keeps a gateway from its work, from outside: it runs beside the gateway, or in its place, and changes
/// nothing.
public struct Examination: Sendable {
    private let configuration: Configuration
    private let word: GatewayWord

    /// `word`: what the running gateway says of itself.
    public init(_ configuration: Configuration, _ word: GatewayWord) {
        self.configuration = configuration
        self.word = word
    }

    /// Takes up to 5 s for each URL of an application, and some seconds for each gigabyte of a database that no gateway has.
    public func perform() async -> Diagnosis {
        let library = ProfileLibrary.installed(adding: configuration.modems.profiles)
        let devices = configuration.modems.discover ? await FirstList.devices() : []
        let ttys = TTYs(configuration: configuration, devices: devices, library: library)
        let database = DatabaseCheck(dataDirectory: configuration.dataDirectory, mayRun: !word.isGone)
        var checkups = [database.checkup(), gateway(), profiles(library)]
        checkups.append(PortCheck(ttys: ttys, mayRun: !word.isGone, processes: Processes.all()).checkup())
        checkups.append(DeviceCheck(devices: devices, library: library, rules: UdevRuleFiles()).checkup())
        checkups += MachineCheck(dataDirectory: configuration.dataDirectory).checkups()
        checkups.append(files())
        checkups.append(SecretCheck(configuration: configuration).checkup())
        checkups.append(ListenerCheck(http: configuration.http, gateway: word).checkup())
        checkups.append(await CallbackCheck(configuration).checkup())
        return Diagnosis(checkups, gateway: word.report?.state)
    }

    private func gateway() -> Checkup {
        switch word {
        case .answers(let report): return summary(report)
        case .silent(let reason, _):
            let problem = HealthProblem(
                code: "not-running", title: "the gateway does not answer", severity: .error, advice: reason)
            return Checkup("gateway", "no answer", [problem])
        }
    }

    private func summary(_ report: StatusReport) -> Checkup {
        let lines = report.modems.count { $0.line?.takesCalls == true }
        return Checkup(
            "gateway", "version \(report.version), \(report.modems.count.of("modem")), of which \(lines) can be called now",
            report.problems)
    }

    private func files() -> Checkup {
        let problems = ConfiguredFiles(configuration).problems.map {
            HealthProblem(code: "file", title: $0, severity: .error, advice: "Then look again: ringcheck doctor")
        }
        return Checkup("files", problems.isEmpty ? "can be used" : "\(problems.count) that cannot be used", problems)
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
