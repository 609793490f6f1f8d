import CallbackTransport
import Fleet
import Foundation
import GatewayAPI
import Glibc
public import Logging
import Modem
import ModemProfiles
import ModemSimulator
import NIOCore
import NIOPosix
import NIOSSL
import Outbox
import PhoneNumbers
import SQLiteStore
import SerialPort
import ServiceLifecycle
import Telephony
import UnixSignals
import Verification

/// The composition root: configuration in, services in their order out.
public struct GatewayService: Sendable {
    let configuration: Configuration
    let logger: Logger

    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT. `listening` is told once the public listener answers, with its base address.
    public func run(listening: @escaping @Sendable (String) async -> Void) async throws {
        let clock = SystemClock()
        let now = clock.now()
        let store = try openStore()
        let secrets = try Secrets(configuration.applications, dataDirectory: configuration.dataDirectory)
        let customers = Customers(
            settings: configuration.applications, secrets: secrets, store: store,
            allowed: configuration.callbacks.allowPrivateNetworks)
        try await store.register(applications)
        try await store.reanchor(at: now)

        let plan = NumberingPlan()
        let (expiry, wardship, watch) = (Alarm(), Alarm(), Alarm())
        let (sender, courier) = try courier(customers, clock)
        let changed: @Sendable () -> Void = {
            expiry.ring()
            wardship.ring()
            courier.wake()
        }
        let hub = EventHub()
        let scrutiny = Scrutiny(LineExperience(forms: try await store.callerForms()), plan: plan)
        let herald = Herald(
            store: store, scrutiny: scrutiny, applications: applications, hub: hub, clock: clock, logger: logger)
        let arrivals = ArrivalBoard()
        let recorder = CallRecorder(
            store: store, plan: plan, region: configuration.region, scrutiny: scrutiny, logger: logger,
            settled: { observed, settlement in
                arrivals.note(observed.call.line, from: observed.number, at: observed.call.rangAt)
                courier.wake()
                expiry.ring()
                herald.note(.call(observed, settlement))
            })
        let bank = try configuration.modems.simulate > 0 ? VirtualModemBank(count: configuration.modems.simulate) : nil
        let library = ProfileLibrary.installed(adding: configuration.modems.profiles)
        for problem in library.problems { logger.error("a profile is left out", metadata: ["problem": "\(problem)"]) }
        let surroundings = FleetSurroundings(
            recorder: recorder, store: store, clock: clock, loops: .singleton, lines: configuration.modems.lines,
            arrivals: arrivals,
            changed: {
                wardship.ring()
                watch.ring()
            })
        let fleet = try fleet(bank, library, past: try await past(store, at: now), surroundings: surroundings)
        let matcher = PortMatcher(library: library, configured: Set(configuration.modems.ports.map(\.path)))
        let address = "\(configuration.http.certificate == nil ? "http" : "https")://\(configuration.http.host)"
        let judge = ClockJudge(newestRecord: try await store.newestRecord())
        let backend = LiveBackend(
            database: store, applications: applications, fleet: fleet, recorder: recorder, plan: plan, clock: clock,
            clockJudge: judge, customers: customers,
            veto: Veto(client: sender, customers: customers, clock: clock, logger: logger), courier: courier, hub: hub,
            scrutiny: scrutiny, bank: bank,
            startedAt: now, listening: ["\(address):\(configuration.http.port)"], changed: changed)
        let expirer = Expirer(
            store: store, fleet: fleet, clock: clock, alarm: expiry,
            ended: {
                courier.wake()
                herald.note(.ended($0))
            }, logger: logger)
        let warden = LineWarden(
            store: store, fleet: fleet, plan: plan, clock: clock, alarm: wardship,
            isStalled: { await recorder.refusal != nil },
            handedOver: { outcome in
                changed()
                herald.note(.lineChanged(outcome.moved))
                herald.note(.ended(outcome.failed))
            }, logger: logger)
        let modemWatch = ModemWatch(
            fleet: fleet, store: store, applications: applications, clock: clock, alarm: watch,
            told: { notice, isUp in
                courier.wake()
                herald.note(.modem(notice, isUp: isUp))
            }, logger: logger)
        let prover = LineProver(store: store, fleet: fleet, clock: clock, logger: logger)
        let pruner = Pruner(
            store: store, retention: configuration.retention, clock: clock, clockFault: { judge.fault(at: clock.now()) },
            logger: logger)
        let services: [any Service] = [
            Work { await courier.run() }, Work { await fleet.run() }, Work { await expirer.run() }, Work { await warden.run() },
            Work { await prover.run() }, Work { await herald.run() }, Work { await modemWatch.run() }, Work { await pruner.run() },
            Work { await Discovery(fleet: fleet, matcher: matcher, isOn: configuration.modems.discover, logger: logger).run() },
            adminApplication(backend: backend, socketPath: configuration.adminSocket, logger: logger),
            try publicApplication(
                backend: backend, listener: try listener(), logger: logger,
                onListening: { await listening("\(address):\($0 ?? 0)") }),
            Farewell { hub.close() },
        ]
        defer { bank?.close() }
        do {
            try await ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            let place = "\(configuration.http.host):\(configuration.http.port)"
            throw StartError("\(place) is taken by another program: stop it, or choose another with http.listen or --listen.")
        }
        await sender.shutdown()
        try store.close()
    }

    private func courier(_ customers: Customers, _ clock: SystemClock) throws -> (CallbackClient, Courier) {
        let sender = CallbackClient(trustRoots: try trustRoots())
        let time = courierClock(clock)
        let courier = Courier(
            store: customers.store, sender: sender, policy: courierPolicy, clock: time, logger: logger,
            terms: { await customers.terms(of: $0, at: time.now()) })
        return (sender, courier)
    }

    /// What a start would stumble on beside the configuration itself: secret files, and addresses that may not be called.
    public static func problems(beside configuration: Configuration) -> [String] {
        configuration.applications.flatMap { customer in
            let guardian = AddressGuard(
                allowPrivateNetworks: configuration.callbacks.allowPrivateNetworks + customer.privateNetworks)
            let refusals = [customer.callbackURL, customer.veto?.url].compactMap { $0 }.compactMap { guardian.remedy(for: $0) }
            return ([secretProblem(of: customer)].compactMap { $0 } + refusals).map { "applications, \(customer.name): \($0)" }
        }
    }

    /// What is wrong with an application's secret file, in one sentence; `nil`: nothing.
    public static func secretProblem(of customer: Configuration.Customer) -> String? { Secrets.problem(of: customer) }

    private var applications: [Application] {
        configuration.applications.map {
            Application(name: $0.name, callbackURL: $0.callbackURL, policy: $0.policy, events: $0.events)
        }
    }

    private func trustRoots() throws(StartError) -> [NIOSSLCertificate] {
        do {
            return try TrustRoots.load(configuration.callbacks.trustRoots)
        } catch {
            throw StartError("callbacks.trust-roots: \(error)")
        }
    }

    private var courierPolicy: CourierPolicy {
        var policy = CourierPolicy()
        policy.schedule = RetrySchedule(waits: configuration.callbacks.retryWaits)
        policy.timeLimit = configuration.callbacks.timeLimit
        return policy
    }

    private func openStore() throws(StartError) -> SQLiteStore {
        do {
            return try SQLiteStore(
                directory: configuration.dataDirectory,
                slotPolicy: SlotPolicy(pendingPerLine: configuration.verification.pendingPerLine))
        } catch {
            throw StartError((error as? StoreError)?.remedy ?? "\(configuration.dataDirectory) cannot be used: \(error)")
        }
    }

    private func courierClock(_ clock: SystemClock) -> CourierClock {
        CourierClock(
            now: { UnixTime(milliseconds: clock.now().unixMilliseconds) },
            sleep: { try await ContinuousClock().sleep(for: $0) })
    }

    private func listener() throws(StartError) -> PublicListener {
        let http = configuration.http
        let tls = try http.certificate.map { certificate throws(StartError) in
            guard let key = http.key else { throw StartError("http.tls needs both certificate and key.") }
            return PublicListener.TLSFiles(certificate: certificate, key: key)
        }
        return PublicListener(
            host: http.host, port: http.port, tls: tls, rateLimit: http.rateLimit,
            trustedProxies: TrustedProxies(http.trustedProxies))
    }
}

/// A loop that ends when the gateway stops.
private struct Work: Service {
    let body: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await body() }
    }
}

/// Waits for the end, and then does one thing.
private struct Farewell: Service {
    let body: @Sendable () -> Void

    func run() async throws {
        try? await gracefulShutdown()
        body()
    }
}

extension AddressGuard {
    /// Why a URL may not be called back, one sentence; `nil`: it may.
    fileprivate func remedy(for url: String) -> String? {
        do throws(AddressRefusal) {
            try judge(url: url)
            return nil
        } catch {
            return error.remedy
        }
    }
}
