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
    let plan: NumberingPlan
    let clock: GatewayClock
    let callbackTerms: CallbackTerms
    let veto: Veto
    let courier: Courier
    let hub: EventHub
    let scrutiny: Scrutiny
    let health: GatewayHealth
    let bank: VirtualModemBank?
    let startedAt: Moment
    let listening: [String]
    let changed: @Sendable () -> Void

    var store: any VerificationStore { database }
    var deliveries: any DeliveryStore { database }
    var endpoints: any EndpointStore { database }
    var masterKey: MasterKey { callbackTerms.secrets.masterKey }
    var otpAccounts: [OTPAPIAccount] { callbackTerms.secrets.otpAccounts }

    private var reporter: ModemReporter {
        ModemReporter(plan: plan, allowsRoaming: fleet.policy.allowsRoaming, now: now())
    }

    func now() -> Moment { clock.now() }
    func offers() async -> [LineOffer] { await fleet.offers { plan.region(of: $0) } }
    func modems() async -> [ModemReport] { await fleet.modems.map(reporter.report) }
    func refusal() async -> String? { health.refusal() }
    func readiness() async -> Readiness { await health.readiness() }
    func circuit(of target: String) async -> CircuitBreaker.State { await courier.circuit(of: target) }
    func forgetFailures(of target: String) async { await courier.forgetFailures(of: target) }
    func verificationsChanged() async { changed() }
    func isAllowed(_ request: VerificationRequest) async -> Bool { await veto.allows(request) }

    func steppedUp(_ verification: Verification) async {
        if let form = scrutiny.learn(confirmed: verification) { database.note(form) }
    }

    func judge(callbackURL: String, of application: ApplicationName) async throws(AddressRefusal) {
        try callbackTerms.guardian(of: application.rawValue).judge(url: callbackURL)
    }

    func kind(of number: E164) -> NumberKind { plan.kind(of: number) }
    func region(of number: E164) -> String? { plan.region(of: number) }

    func number(from text: String) throws(PhoneNumberRefusal) -> E164 {
        do {
            return try plan.number(from: text)
        } catch {
            throw PhoneNumberRefusal(remedy: error.remedy)
        }
    }

    /// Compared as the plan folds them, so that both spellings of a number are ours.
    func isOwnLine(_ number: E164) async -> Bool {
        await fleet.modems.contains { modem in
            modem.number == number || modem.number.flatMap { try? plan.number(from: $0.description) } == number
        }
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
        guard let index else {
            throw SimulationRefusal(remedy: "There is no modem '\(request.to ?? "")': see `ringcheck modems list`.")
        }
        let caller: SimulatedCaller = request.withheld == true ? .withheld : .presented(request.from)
        switch bank.ring(modem: index, from: caller, rings: request.rings ?? 6) {
        case .rings: return
        case .turnedAway:
            throw SimulationRefusal(
                remedy:
                    "The call does not come through: the modem has one, or is not in the network. `ringcheck modems list` shows how it is."
            )
        case .noSuchModem:
            throw SimulationRefusal(remedy: "The one asked for is unplugged, or is no virtual one: see `ringcheck modems list`.")
        }
    }

    func status() async -> StatusReport {
        let modems = await fleet.modems
        let counts = try? await database.counts()
        let problems = await health.problems(modems, storeAnswers: counts != nil)
        return StatusReport(
            state: state(problems), version: Version.current,
            uptimeSeconds: Int(now().instant.duration(since: startedAt.instant).components.seconds), listening: listening,
            problems: problems, modems: modems.map(reporter.report), pendingVerifications: counts?.pendingVerifications ?? 0,
            callbacksWaiting: counts?.waitingDeliveries ?? 0, callbacksDead: counts?.deadDeliveries ?? 0)
    }

    private func state(_ problems: [HealthProblem]) -> StatusReport.State {
        if problems.contains(where: { $0.severity == .error }) { return .down }
        return problems.isEmpty ? .well : .degraded
    }
}
