import Fleet
import FoundationEssentials
import GatewayAPI
import Modem
import ModemSimulator
import Outbox
import PhoneNumbers
import SQLiteStore
import Telephony
import Verification

/// The gateway as the API sees it.
struct LiveBackend: GatewayBackend {
    let database: SQLiteStore
    let applications: [Application]
    let fleet: Fleet
    let recorder: CallRecorder
    let plan: NumberingPlan
    let clock: GatewayClock
    let clockJudge: ClockJudge
    let customers: Customers
    let veto: Veto
    let courier: Courier
    let hub: EventHub
    let scrutiny: Scrutiny
    let findings: DiskWatch.Findings
    let bank: VirtualModemBank?
    let startedAt: Moment
    let listening: [String]
    let changed: @Sendable () -> Void

    var store: any VerificationStore { database }
    var deliveries: any DeliveryStore { database }
    var endpoints: any EndpointStore { database }

    func now() -> Moment { clock.now() }
    func offers() async -> [LineOffer] { await fleet.offers { plan.region(of: $0) } }
    func modems() async -> [ModemReport] { await fleet.modems.map { report($0) } }
    func region(of number: E164) -> String? { plan.region(of: number) }
    func refusal() async -> String? { await diskFault() ?? removal ?? clockJudge.fault(at: now()) }

    private var removal: String? { database.isInPlace ? nil : "The database was removed." }

    /// Why nothing can be written now.
    private func diskFault() async -> String? {
        if let refusal = recorder.refusal { return refusal }
        return database.failure.map { "The database cannot be written (\($0))." }
    }

    func verificationsChanged() async { changed() }

    func number(from text: String) throws(PhoneNumberRefusal) -> E164 {
        do {
            return try plan.number(from: text)
        } catch {
            throw PhoneNumberRefusal(remedy: error.remedy)
        }
    }

    var masterKey: MasterKey { customers.secrets.masterKey }
    var otpAccounts: [OTPAPIAccount] { customers.secrets.otpAccounts }

    func kind(of number: E164) -> NumberKind { plan.kind(of: number) }
    func isAllowed(_ request: VerificationRequest) async -> Bool { await veto.allows(request) }
    func steppedUp(_ verification: Verification) async {
        if let form = scrutiny.learn(confirmed: verification) { database.note(form) }
    }

    func circuit(of target: String) async -> CircuitBreaker.State { await courier.circuit(of: target) }

    func judge(callbackURL: String, of application: ApplicationName) async throws(AddressRefusal) {
        try customers.guardian(of: application.rawValue).judge(url: callbackURL)
    }

    /// Compared as the plan folds them, so that both spellings of a number are ours.
    func isOwnLine(_ number: E164) async -> Bool {
        await fleet.modems.contains { modem in
            modem.number == number || modem.number.flatMap { try? plan.number(from: $0.description) } == number
        }
    }

    func readiness() async -> Readiness {
        var reasons: [String] = []
        if let refusal = await refusal() { reasons.append(refusal) }
        let modems = await fleet.modems
        if !modems.contains(where: takesCalls) { reasons.append("No line can take calls now.") }
        return reasons.isEmpty ? .ready : .notReady(reasons: reasons)
    }

    func simulateCall(_ request: SimulatedCallRequest) async throws(SimulationRefusal) {
        guard let bank else {
            throw SimulationRefusal(remedy: "There are no virtual modems here: start with `ringcheck serve --simulate 1`.")
        }
        let modems = await fleet.modems
        let index =
            request.to.map { to in
                modems.firstIndex { to == $0.number?.description || to == $0.modem.rawValue || to == $0.port.path }
                    ?? Int(to).flatMap { modems.indices.contains($0) ? $0 : nil }
            } ?? 0
        guard let index else { throw SimulationRefusal(remedy: "There is no modem '\(request.to ?? "")': see `ringcheck modems`.") }
        let caller: SimulatedCaller = request.withheld == true ? .withheld : .presented(request.from)
        bank.ring(modem: index, from: caller, rings: min(max(request.rings ?? 6, 1), 20))
    }

    func status() async -> StatusReport {
        let modems = await fleet.modems
        let counts = try? await database.counts()
        let problems = await problems(modems, storeAnswers: counts != nil)
        return StatusReport(
            state: state(modems, problems), version: Version.current,
            uptimeSeconds: Int(now().instant.duration(since: startedAt.instant).components.seconds), listening: listening,
            problems: problems, modems: modems.map { report($0) }, pendingVerifications: counts?.pendingVerifications ?? 0,
            callbacksWaiting: counts?.waitingDeliveries ?? 0, callbacksDead: counts?.deadDeliveries ?? 0)
    }

    private func state(_ modems: [ModemSnapshot], _ problems: [HealthProblem]) -> StatusReport.State {
        if problems.contains(where: { $0.severity == .error }) { return .down }
        return problems.isEmpty ? .well : .degraded
    }

    private func problems(_ modems: [ModemSnapshot], storeAnswers: Bool) async -> [HealthProblem] {
        var problems: [HealthProblem] = []
        if !storeAnswers {
            problems.append(
                .init(code: "store", title: "the database does not answer", severity: .error, advice: "Check the disk."))
        }
        if let damage = findings.damage.first {
            problems.append(
                .init(
                    code: "database-damaged", title: "the database is damaged: \(damage)", severity: .error,
                    advice: "Stop ringcheck, keep \(database.path), and put a backup back: ringcheck backup restore FILE"))
        }
        if removal != nil {
            problems.append(
                .init(
                    code: "database-gone",
                    title: "\(database.path) was removed or replaced: all that is recorded now is lost when ringcheck stops",
                    severity: .error, advice: "Stop ringcheck, and put a backup back: ringcheck backup restore FILE"))
        }
        if let refusal = await diskFault() {
            problems.append(.init(code: "disk", title: refusal, severity: .error, advice: "Free space on the disk, or mend it."))
        }
        if let fault = clockJudge.fault(at: now()) {
            problems.append(
                .init(
                    code: "clock-wrong", title: "the clock is wrong, and no number is handed out. \(fault)", severity: .error,
                    advice: ClockJudge.remedy))
        }
        problems += await endpointProblems()
        let doubtful = scrutiny.linesInDoubt
        for modem in modems where doubtful.contains(modem.line) {
            problems.append(
                .init(
                    code: "callers-form-changed", title: "\(modem.port.path): the last five callers were not trusted",
                    severity: .warning,
                    advice: "Their caller ID has a form that this line did not show before. If the network changed, set "
                        + "policy.accept with unusual-form for a while (docs/security.md)."))
        }
        if let fault = await fleet.discoveryFault {
            problems.append(.init(code: "discovery", title: "USB is not watched", severity: .warning, advice: fault))
        }
        if !modems.contains(where: takesCalls) {
            problems.append(
                .init(
                    code: "no-line", title: "no line takes calls", severity: .error,
                    advice: modems.isEmpty
                        ? "Plug a modem in; `ringcheck modems probe` shows what is found, and modems.ports names what USB does not tell."
                        : "Each modem's reason is told below, with what to do.")
            )
        }
        for modem in modems { problems += modem.faults(allowsRoaming: fleet.policy.allowsRoaming).map { problem($0, modem) } }
        return problems
    }

    /// Endpoints that take nothing any more, or not just now what waits for them, and the same of what requests named.
    private func endpointProblems() async -> [HealthProblem] {
        var problems: [HealthProblem] = []
        let endpoints = (try? await database.endpoints(of: nil)) ?? []
        let known = Set(endpoints.map(\.id.rawValue))
        let waiting = (try? await database.waitingTargets()) ?? []
        let failing = await courier.failingTargets.filter(waiting.contains)
        for target in failing.filter({ !known.contains($0) }).prefix(8) {
            problems.append(
                .init(
                    code: "callbacks-failing", title: "callbacks of \(target) fail; they wait", severity: .warning,
                    advice: "See why with: ringcheck callbacks list --state pending"))
        }
        for endpoint in endpoints {
            if endpoint.state == .disabled(.gone) {
                problems.append(
                    .init(
                        code: "endpoint-gone", title: "\(endpoint.id) of \(endpoint.account) answered 410 and is disabled",
                        severity: .warning, advice: "Mend it, then: ringcheck callbacks enable \(endpoint.id)"))
            } else if failing.contains(endpoint.id.rawValue) {
                problems.append(
                    .init(
                        code: "endpoint-failing", title: "\(endpoint.id) of \(endpoint.account) fails; its callbacks wait",
                        severity: .warning, advice: "See why with: ringcheck callbacks list --endpoint \(endpoint.id)"))
            }
        }
        return problems
    }

    private func problem(_ fault: ModemSnapshot.Fault, _ modem: ModemSnapshot) -> HealthProblem {
        HealthProblem(
            code: fault.code, title: "\(modem.port.path): \(fault.reason)", severity: .warning, advice: fault.remedy)
    }

    private func takesCalls(_ modem: ModemSnapshot) -> Bool {
        modem.takesCalls(at: now(), allowsRoaming: fleet.policy.allowsRoaming)
    }

    private func report(_ modem: ModemSnapshot) -> ModemReport {
        let facts = modem.facts
        let fault = modem.faults(allowsRoaming: fleet.policy.allowsRoaming).first
        return ModemReport(
            id: modem.modem.rawValue, imei: facts.equipment?.description, ports: modem.port.paths + modem.port.sidePaths,
            manufacturer: facts.manufacturer,
            model: facts.model, revision: facts.revision, state: reportState(modem), reason: fault?.reason,
            remedy: fault?.remedy, since: text(modem.since), evidenceAt: modem.evidenceAt.map { text($0) },
            provenAt: modem.provenAt?.asUTCTimestamp, signalDBm: facts.signal, referenceSignalDBm: facts.referenceSignal,
            registration: registration(facts.registration),
            operator: facts.network,
            technology: LiveBackend.technology(facts.accessTechnology), temperature: facts.temperature, voltage: facts.voltage,
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
        case .ready: modem.isStale(at: now()) ? .unknown : takesCalls(modem) ? .ready : .degraded
        }
    }

    private func registration(_ status: Int?) -> String? {
        status.map { [1: "home", 5: "roaming", 2: "searching", 3: "denied", 0: "off"][$0] ?? "status \($0)" }
    }

    private func text(_ moment: Moment) -> String {
        Date(timeIntervalSince1970: Double(moment.unixMilliseconds) / 1000).formatted(.iso8601)
    }
}
