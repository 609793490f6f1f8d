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

    /// Opens and reads nothing yet.
    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT. `listening` is told once the public listener answers, with its base address. Throws why it does not
    /// start, or why it ended by itself.
    public func run(listening: @escaping @Sendable (String) async -> Void) async throws {
        guard SystemClock.knowsBoot else {
            throw StartError("/proc/sys/kernel/random/boot_id cannot be read: mount /proc for this service.")
        }
        DescriptorLimit.raise()
        let client = CallbackClient(trustRoots: try trustRoots())
        let store = try openStore()
        do {
            try await run(on: store, calling: client, listening: listening)
        } catch {
            await client.shutdown()
            try? store.close()
            throw error
        }
        await client.shutdown()
        try store.close()
    }

    private func run(
        on store: SQLiteStore, calling client: CallbackClient, listening: @escaping @Sendable (String) async -> Void
    ) async throws {
        let bank = try configuration.modems.simulate > 0 ? VirtualModemBank(count: configuration.modems.simulate) : nil
        defer { bank?.close() }
        let library = ProfileLibrary.installed(adding: configuration.modems.profiles)
        for problem in library.problems { logger.error("not every modem profile is there", metadata: ["problem": "\(problem)"]) }
        let core = try await GatewayCore(
            configuration, store: store, in: .machine(client), bank: bank, library: library, logger: logger)
        for file in configuration.openSecretFiles {
            logger.warning("every user of this machine may open a secret: run chmod o= on it", metadata: ["file": "\(file)"])
        }
        let workers = core.workers + [{ await discovery(core, library).run() }]
        let faces: [any Service] = [
            adminApplication(backend: core.backend, socketPath: configuration.adminSocket, logger: logger),
            try publicApplication(
                backend: core.backend, listener: try listener(), logger: logger,
                onListening: { await listening("\(configuration.http.origin):\($0 ?? 0)") }),
            Farewell { core.ground.hub.close() },
        ]
        try await serve(workers.map(Work.init) + faces)
    }

    private func discovery(_ core: GatewayCore, _ library: ProfileLibrary) -> Discovery {
        let matcher = PortMatcher(library: library, configured: configuration.modems.ports.map(\.path))
        return Discovery(fleet: core.fleet, matcher: matcher, isOn: configuration.modems.discover, logger: logger)
    }

    private var place: String { configuration.http.place }

    /// How long what is under way may take to its end, once the gateway was told to stop: less than systemd waits (90 s).
    private static let longestFarewell = Duration.seconds(30)

    private func serve(_ services: [any Service]) async throws {
        do {
            var settings = ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            settings.maximumGracefulShutdownDuration = Self.longestFarewell
            try await ServiceGroup(configuration: settings).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw StartError("\(place) is taken by another program: stop it, or choose another with http.listen or --listen.")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw StartError("\(place) may not be opened by this user: choose a port from 1024 on with http.listen or --listen.")
        } catch let error as IOError where error.errnoCode == EADDRNOTAVAIL {
            throw StartError("\(place) is no address of this machine: choose one of `ip address` with http.listen or --listen.")
        } catch is SocketAddressError.UnknownHost {
            throw StartError("\(place) does not resolve: name an address of this machine with http.listen or --listen.")
        }
    }

    /// What a start would stumble on beside the configuration itself: profiles, files, and addresses that may not be called.
    public static func problems(beside configuration: Configuration) -> [String] {
        let library = ProfileLibrary.installed(adding: configuration.modems.profiles)
        return library.problems.map { "modems.profiles: \($0)" } + configuration.modems.profileProblems(library)
            + configuration.applications.flatMap { customer in
                let guardian = AddressGuard(
                    allowPrivateNetworks: configuration.callbacks.allowPrivateNetworks + customer.privateNetworks)
                let veto = customer.veto.flatMap { guardian.remedy(for: $0.url) }.map { "veto: \($0)" }
                let refusals = [customer.callbackURL.flatMap { guardian.remedy(for: $0) }, veto].compactMap { $0 }
                return ([secretProblem(of: customer)].compactMap { $0 } + refusals).map { "applications, \(customer.name): \($0)" }
            } + ConfiguredFiles(configuration).problems
    }

    /// What is wrong with an application's secret file, in one sentence; `nil`: nothing.
    public static func secretProblem(of customer: Configuration.ApplicationSettings) -> String? { Secrets.problem(of: customer) }

    private func trustRoots() throws(StartError) -> [NIOSSLCertificate] {
        do {
            return try TrustRoots.load(configuration.callbacks.trustRoots)
        } catch {
            throw StartError("callbacks.trust-roots: \(error)")
        }
    }

    private func openStore() throws(StartError) -> SQLiteStore {
        if DatabaseLook.isGone(at: configuration.dataDirectory) {
            logger.warning(
                "the database is gone and begins anew, though ringcheck.key beside it says that there was one",
                metadata: ["remedy": "If you have a backup: stop ringcheck and run `ringcheck backup restore FILE`"])
        }
        do {
            return try SQLiteStore(
                directory: configuration.dataDirectory,
                slotPolicy: SlotPolicy(pendingPerLine: configuration.verification.pendingPerLine))
        } catch StoreError.unavailable(let path, let detail) {
            throw StartError(
                "\(path) cannot be used (\(detail)): check its owner and the space on the disk, or choose another data-directory.")
        } catch {
            throw StartError((error as? StoreError)?.remedy ?? "\(configuration.dataDirectory) cannot be used: \(error)")
        }
    }

    private func listener() throws(StartError) -> PublicListener {
        let (http, files) = (configuration.http, ConfiguredFiles(configuration))
        if let problem = files.tlsProblem { throw StartError("http.tls: \(problem)") }
        return PublicListener(
            host: http.host, port: http.port, tls: files.tls, rateLimit: http.rateLimit,
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
