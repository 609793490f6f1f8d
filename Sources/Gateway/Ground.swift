import Fleet
import GatewayAPI
import Logging
import ModemSimulator
import Outbox
import PhoneNumbers
import SQLiteStore
import Telephony
import Verification

/// What everything in the gateway stands on: clock, store, terms of callbacks, courier, and the bells that wake the workers.
struct Ground: Sendable {
    let configuration: Configuration
    let logger: Logger
    let world: World
    var clock: GatewayClock { world.clock }
    let startedAt: Moment
    let store: SQLiteStore
    let applications: [Application]
    let callbackTerms: CallbackTerms
    let plan = NumberingPlan()
    let hub = EventHub()
    let scrutiny: Scrutiny
    let herald: Herald
    let courier: Courier
    /// The newest time in the database at the start, Unix milliseconds.
    let newestRecord: Int64?
    let clockJudge: ClockJudge
    let findings = DiskWatch.Findings()
    /// Deadlines have to be looked at again.
    let expiry: Alarm
    /// Lines that verifications wait on have to be looked at again.
    let wardship: Alarm
    /// Modems may have gone or come.
    let watch: Alarm

    init(
        _ configuration: Configuration, store: SQLiteStore, in world: World, logger: Logger
    ) async throws {
        self.configuration = configuration
        self.logger = logger
        self.store = store
        self.world = world
        let clock = world.clock
        (expiry, wardship, watch) = (Alarm(clock: clock), Alarm(clock: clock), Alarm(clock: clock))
        startedAt = clock.now()
        let secrets = try Secrets(
            configuration.applications, dataDirectory: configuration.dataDirectory,
            endpoints: try await store.endpoints(of: nil).count { !$0.isConfigured })
        callbackTerms = CallbackTerms(
            settings: configuration.applications, secrets: secrets, store: store,
            allowed: configuration.callbacks.allowPrivateNetworks)
        applications = configuration.applications.map {
            Application(name: $0.name, callbackURL: $0.callbackURL, policy: $0.policy, events: $0.events)
        }
        try await store.register(applications)
        try await store.followWallClock(to: startedAt)
        try await store.reanchor(at: startedAt)
        scrutiny = Scrutiny(LineExperience(forms: try await store.callerForms()), plan: plan)
        herald = Herald(
            store: store, scrutiny: scrutiny, applications: applications, hub: hub, clock: clock, logger: logger)
        courier = Courier(
            store: store, sender: world.sender, policy: CourierPolicy(configuration.callbacks), clock: clock.courierClock,
            logger: logger,
            terms: { [callbackTerms] in await callbackTerms.terms(of: $0, at: clock.courierClock.now()) })
        newestRecord = try await store.newestRecord()
        clockJudge = ClockJudge(newestRecord: newestRecord)
    }

    /// Something was created or ended by a request.
    func changed() {
        expiry.ring()
        wardship.ring()
        courier.wake()
    }

    func recorder() -> (CallRecorder, ArrivalBoard) {
        let arrivals = ArrivalBoard()
        let recorder = CallRecorder(
            store: store, plan: plan, region: configuration.region, scrutiny: scrutiny, clock: clock, logger: logger,
            settled: { observed, settlement in
                arrivals.note(observed.call.line, from: observed.number, at: observed.call.rangAt)
                courier.wake()
                expiry.ring()
                herald.note(.call(observed, settlement))
            })
        return (recorder, arrivals)
    }

    func backend(_ fleet: Fleet, _ recorder: CallRecorder, _ bank: VirtualModemBank?) -> LiveBackend {
        LiveBackend(
            database: store, applications: applications, fleet: fleet, plan: plan, clock: clock, callbackTerms: callbackTerms,
            veto: Veto(ask: world.ask, callbackTerms: callbackTerms, clock: clock, logger: logger), courier: courier, hub: hub,
            scrutiny: scrutiny, health: health(fleet, recorder), bank: bank, startedAt: startedAt,
            listening: ["\(configuration.http.origin):\(configuration.http.port)"], changed: { changed() })
    }

    private func health(_ fleet: Fleet, _ recorder: CallRecorder) -> GatewayHealth {
        GatewayHealth(
            applications: applications, database: store, fleet: fleet, recorder: recorder, courier: courier,
            clockJudge: clockJudge, scrutiny: scrutiny, findings: findings, clock: clock)
    }

    func expirer(_ fleet: Fleet, _ recorder: CallRecorder) -> Expirer {
        Expirer(
            store: store, fleet: fleet, recorder: recorder, clock: clock, alarm: expiry,
            ended: {
                courier.wake()
                herald.note(.ended($0))
            }, logger: logger)
    }

    func warden(_ fleet: Fleet, _ recorder: CallRecorder) -> LineWarden {
        LineWarden(
            store: store, fleet: fleet, plan: plan, clock: clock, alarm: wardship,
            isStalled: { recorder.refusal != nil || clockJudge.fault(at: clock.now()) != nil },
            handedOver: { outcome in
                changed()
                herald.note(.lineChanged(outcome.moved))
                herald.note(.ended(outcome.failed))
            }, logger: logger)
    }

    func modemWatch(_ fleet: Fleet) -> ModemWatch {
        ModemWatch(
            fleet: fleet, store: store, applications: applications, clock: clock, alarm: watch,
            told: { notice, isUp in
                courier.wake()
                herald.note(.modem(notice, isUp: isUp))
            }, logger: logger)
    }

    var clockWatch: ClockWatch {
        ClockWatch(
            store: store, courier: courier, clock: clock,
            moved: {
                courier.wake()
                expiry.ring()
            }, logger: logger)
    }

    var diskWatch: DiskWatch { DiskWatch(store: store, clock: clock, findings: findings, logger: logger) }

    func pruner(_ fleet: Fleet) -> Pruner {
        Pruner(
            store: store, retention: configuration.retention, clock: clock, newestRecord: newestRecord,
            isClockDoubted: {
                if clockJudge.fault(at: clock.now()) != nil { return true }
                return await fleet.isClockAhead
            }, logger: logger)
    }
}

extension CourierPolicy {
    fileprivate init(_ callbacks: Configuration.Callbacks) {
        self.init()
        schedule = RetrySchedule(waits: callbacks.retryWaits)
        timeLimit = callbacks.timeLimit
    }
}

extension GatewayClock {
    /// The same clock, as the courier reads it.
    fileprivate var courierClock: CourierClock {
        CourierClock(
            now: { UnixTime(milliseconds: self.now().unixMilliseconds) }, sleep: { try await self.sleep($0) })
    }
}
