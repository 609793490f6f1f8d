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
        let guardian = AddressGuard(allowPrivateNetworks: configuration.callbacks.allowPrivateNetworks)
        let secrets = try Secrets(configuration.applications)
        let store = try openStore()
        try await store.register(applications)
        try await store.reanchor(at: now)

        let plan = NumberingPlan()
        let (expiry, wardship) = (Alarm(), Alarm())
        let sender = CallbackClient(guardian: guardian, trustRoots: try trustRoots())
        let courier = Courier(
            store: store, sender: sender, policy: courierPolicy, clock: courierClock(clock), logger: logger,
            secrets: { secrets.secrets(of: $0) })
        let changed: @Sendable () -> Void = {
            expiry.ring()
            wardship.ring()
            courier.wake()
        }
        let arrivals = ArrivalBoard()
        let recorder = CallRecorder(
            store: store, plan: plan, region: configuration.region, logger: logger,
            settled: { observed, settlement in
                arrivals.note(observed.call.line, from: observed.number, at: observed.call.rangAt)
                if settlement.ended != nil { courier.wake() }
                expiry.ring()
            })
        let bank = try configuration.modems.simulate > 0 ? VirtualModemBank(count: configuration.modems.simulate) : nil
        let library = ProfileLibrary.installed(adding: configuration.modems.profiles)
        for problem in library.problems { logger.error("a profile is left out", metadata: ["problem": "\(problem)"]) }
        let surroundings = FleetSurroundings(
            recorder: recorder, store: store, clock: clock, loops: .singleton, lines: configuration.modems.lines,
            arrivals: arrivals,
            changed: { wardship.ring() })
        let fleet = try fleet(bank, library, past: try await past(store, at: now), surroundings: surroundings)
        let matcher = PortMatcher(library: library, configured: Set(configuration.modems.ports.map(\.path)))
        let address = "\(configuration.http.certificate == nil ? "http" : "https")://\(configuration.http.host)"
        let backend = LiveBackend(
            database: store, applications: applications, fleet: fleet, recorder: recorder, plan: plan, clock: clock,
            clockJudge: ClockJudge(newestRecord: try await store.newestRecord()),
            guardian: guardian, bank: bank, startedAt: now, listening: ["\(address):\(configuration.http.port)"], changed: changed)
        let expirer = Expirer(store: store, fleet: fleet, clock: clock, alarm: expiry, ended: { courier.wake() }, logger: logger)
        let warden = LineWarden(
            store: store, fleet: fleet, plan: plan, clock: clock, alarm: wardship,
            isStalled: { await recorder.refusal != nil }, handedOver: changed, logger: logger)
        let prover = LineProver(store: store, fleet: fleet, clock: clock, logger: logger)
        let services: [any Service] = [
            Work { await courier.run() }, Work { await fleet.run() }, Work { await expirer.run() }, Work { await warden.run() },
            Work { await prover.run() },
            Work { await Discovery(fleet: fleet, matcher: matcher, isOn: configuration.modems.discover, logger: logger).run() },
            adminApplication(backend: backend, socketPath: configuration.adminSocket, logger: logger),
            try publicApplication(
                backend: backend, listener: try listener(), logger: logger,
                onListening: { await listening("\(address):\($0 ?? 0)") }),
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

    /// What is wrong with an application's secret file, in one sentence; `nil`: nothing.
    public static func secretProblem(of customer: Configuration.Customer) -> String? { Secrets.problem(of: customer) }

    private var applications: [Application] {
        configuration.applications.map {
            Application(
                name: $0.name, callbackURL: $0.callbackURL,
                policy: ApplicationPolicy(
                    lifetime: configuration.verification.lifetime, maximumLifetime: configuration.verification.maximum))
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
        guard let certificate = http.certificate else { return PublicListener(host: http.host, port: http.port) }
        guard let key = http.key else { throw StartError("http.tls needs both certificate and key.") }
        return PublicListener(host: http.host, port: http.port, tls: .init(certificate: certificate, key: key))
    }
}

/// A loop that ends when the gateway stops.
private struct Work: Service {
    let body: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await body() }
    }
}
