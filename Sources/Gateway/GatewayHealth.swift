import Fleet
import GatewayAPI
import Outbox
import SQLiteStore
import Telephony
import Verification

/// What is wrong with the gateway, and what to do.
struct GatewayHealth {
    let applications: [Application]
    let database: SQLiteStore
    let fleet: Fleet
    let recorder: CallRecorder
    let courier: Courier
    let clockJudge: ClockJudge
    let scrutiny: Scrutiny
    let findings: DiskWatch.Findings
    let clock: GatewayClock

    /// Why nothing may be created now, one sentence; `nil`: it may.
    func refusal() -> String? { diskFault ?? removal ?? clockFault }

    /// Whether what is created now can be verified.
    func readiness() async -> Readiness {
        var reasons = [refusal()].compactMap { $0 }
        if await !takesCalls(fleet.modems) { reasons.append("No line can take calls now.") }
        return reasons.isEmpty ? .ready : .notReady(reasons: reasons)
    }

    /// Everything that is wrong: database, clock, callbacks, callers, USB, applications, lines. `storeAnswers`: whether the database was
    /// read just now.
    func problems(_ modems: [ModemSnapshot], storeAnswers: Bool) async -> [HealthProblem] {
        databaseProblems(storeAnswers) + clockProblems + (await endpointProblems()) + callerProblems(modems)
            + (await discoveryProblems()) + applicationProblems(modems) + lineProblems(modems)
    }

    // MARK: The database

    private var removal: String? { database.isInPlace ? nil : "The database was removed." }

    /// Why nothing can be written now.
    private var diskFault: String? {
        recorder.refusal ?? database.failure.map { "The database cannot be written (\($0))." }
    }

    private func databaseProblems(_ answers: Bool) -> [HealthProblem] {
        var problems: [HealthProblem] = []
        let restoring = "put a backup back: ringcheck backup restore FILE"
        if !answers {
            problems.append(
                .init(code: "store", title: "the database does not answer", severity: .error, advice: "Check the disk."))
        }
        if let damage = findings.damage.first {
            problems.append(
                .init(
                    code: "database-damaged", title: "the database is damaged: \(damage)", severity: .error,
                    advice: "Stop ringcheck, keep \(database.path), and \(restoring)"))
        }
        if removal != nil {
            problems.append(
                .init(
                    code: "database-gone",
                    title: "\(database.path) was removed or replaced: all that is recorded now is lost when ringcheck stops",
                    severity: .error, advice: "Stop ringcheck, and \(restoring)"))
        }
        if let diskFault {
            problems.append(
                .init(
                    code: "disk", title: diskFault, severity: .error,
                    advice: "Free space on the disk, or mend it; if it calls the database damaged, \(restoring)"))
        }
        return problems
    }

    // MARK: The clock

    private var clockFault: String? { clockJudge.fault(at: clock.now()) }

    private var clockProblems: [HealthProblem] {
        clockFault.map {
            [
                .init(
                    code: "clock-wrong", title: "the clock is wrong, and no number is handed out. \($0)", severity: .error,
                    advice: ClockJudge.remedy)
            ]
        } ?? []
    }

    // MARK: Callbacks

    /// Endpoints that take nothing any more, or not just now what waits for them, and the same of what requests named.
    private func endpointProblems() async -> [HealthProblem] {
        let endpoints = (try? await database.endpoints(of: nil)) ?? []
        let known = Set(endpoints.map(\.id.rawValue))
        let waiting = (try? await database.waitingTargets()) ?? []
        let failing = await courier.failingTargets.filter(waiting.contains)
        let unnamed = failing.filter { !known.contains($0) }.prefix(8).map { target in
            HealthProblem(
                code: "callbacks-failing", title: "callbacks of \(target) fail; they wait", severity: .warning,
                advice: "See why with: ringcheck callbacks list --state pending")
        }
        return unnamed + endpoints.compactMap { problem($0, isFailing: failing.contains($0.id.rawValue)) }
    }

    private func problem(_ endpoint: Endpoint, isFailing: Bool) -> HealthProblem? {
        if endpoint.state == .disabled(.gone) {
            return .init(
                code: "endpoint-gone", title: "\(endpoint.id) of \(endpoint.account) answered 410 and is disabled",
                severity: .warning, advice: "Mend it, then: ringcheck callbacks enable \(endpoint.id)")
        }
        if endpoint.isConfigured, endpoint.state == .disabled(.requested) {
            return .init(
                code: "endpoint-disabled",
                title: "\(endpoint.id) of \(endpoint.account) is disabled: its callbacks become dead letters",
                severity: .warning, advice: "Have it called again with: ringcheck callbacks enable \(endpoint.id)")
        }
        guard isFailing else { return nil }
        return .init(
            code: "endpoint-failing", title: "\(endpoint.id) of \(endpoint.account) fails; its callbacks wait",
            severity: .warning, advice: "See why with: ringcheck callbacks list --endpoint \(endpoint.id)")
    }

    // MARK: Lines

    private func callerProblems(_ modems: [ModemSnapshot]) -> [HealthProblem] {
        let doubtful = scrutiny.linesInDoubt
        return modems.filter { doubtful.contains($0.line) }.map { modem in
            HealthProblem(
                code: "callers-form-changed", title: "\(modem.port.path): the last five callers were not trusted",
                severity: .warning,
                advice: "Their caller ID has a form that this line did not show before. If the network changed, set "
                    + "policy.accept with unusual-form for a while (docs/security.md).")
        }
    }

    private func discoveryProblems() async -> [HealthProblem] {
        await fleet.discoveryFault.map {
            [.init(code: "discovery", title: "USB is not watched", severity: .warning, advice: $0)]
        } ?? []
    }

    /// None at all; or those that are refused whatever takes calls: their own lines are on no modem, or all lines are others' own.
    private func applicationProblems(_ modems: [ModemSnapshot]) -> [HealthProblem] {
        guard !applications.isEmpty else {
            let advice = "Add one under applications, as ringcheck.example.yaml shows, and start again."
            return [
                .init(
                    code: "no-application", title: "no application is configured: nobody can ask for a verification",
                    severity: .warning, advice: advice)
            ]
        }
        let present = Set(modems.compactMap(\.number))
        return sharingNothing(present)
            + applications.filter { !$0.policy.dedicatedLines.isEmpty && present.isDisjoint(with: $0.policy.dedicatedLines) }.map {
                let lines = $0.policy.dedicatedLines.map(\.description).sorted().joined(separator: ", ")
                return HealthProblem(
                    code: "application-without-line", title: "\($0.name) gets no number: its own line \(lines) is on no modem",
                    severity: .warning, advice: "Plug that modem in, or correct or leave out 'lines' of this application.")
            }
    }

    private func sharingNothing(_ present: Set<MSISDN>) -> [HealthProblem] {
        let owned = applications.reduce(into: Set<MSISDN>()) { $0.formUnion($1.policy.dedicatedLines) }
        guard !present.isEmpty, present.isSubset(of: owned) else { return [] }
        return applications.filter(\.policy.dedicatedLines.isEmpty).map {
            HealthProblem(
                code: "application-without-line", title: "\($0.name) gets no number: every line is another application's own",
                severity: .warning, advice: "Plug in another modem, or take a number out of 'lines' of the others.")
        }
    }

    private func lineProblems(_ modems: [ModemSnapshot]) -> [HealthProblem] {
        let faults = modems.flatMap { modem in
            modem.faults(allowsRoaming: fleet.policy.allowsRoaming).map { fault in
                HealthProblem(
                    code: fault.code, title: "\(modem.port.path): \(fault.reason)", severity: .warning, advice: fault.remedy)
            }
        }
        guard !takesCalls(modems) else { return faults }
        let advice =
            modems.isEmpty
            ? "Plug a modem in; `ringcheck modems probe` shows what is found, and modems.ports names what USB does not tell."
            : "Each modem's reason is told below, with what to do."
        return [.init(code: "no-line", title: "no line takes calls", severity: .error, advice: advice)] + faults
    }

    private func takesCalls(_ modems: [ModemSnapshot]) -> Bool {
        modems.contains { $0.takesCalls(at: clock.now(), allowsRoaming: fleet.policy.allowsRoaming) }
    }
}
