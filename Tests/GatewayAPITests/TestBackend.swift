import GatewayAPI
import Outbox
import SQLiteStore
import Synchronization
import Telephony
import Verification

/// A gateway with one ready line, without hardware or disk behind it.
final class TestBackend: GatewayBackend {
    let memory = MemoryStore()
    let applications: [Application]
    let changes = Mutex(0)
    let stall = Mutex<String?>(nil)
    let isReady = Mutex(true)

    static let shop = ApplicationName(rawValue: "shop")
    static let bank = ApplicationName(rawValue: "bank")

    /// `shop` has a callback URL of its own, `bank` has none.
    init(_ names: [ApplicationName?] = [shop], policy: ApplicationPolicy = .standard) {
        otpAccounts = []
        applications = names.compactMap { $0 }.map { name in
            Application(name: name, callbackURL: name == Self.shop ? "https://shop.example/hook" : nil, policy: policy)
        }
        real = nil
    }

    /// With a real store in this directory.
    init(directory: String, policy: ApplicationPolicy = .standard, otpAccounts: [OTPAPIAccount] = []) async throws {
        self.otpAccounts = otpAccounts
        applications = [Self.shop, Self.bank].compactMap { $0 }.map {
            Application(name: $0, callbackURL: "https://\($0).example/hook", policy: policy)
        }
        real = try SQLiteStore(directory: directory)
        try await real?.register(applications)
    }

    /// What lies behind: in memory, or the real store.
    let real: SQLiteStore?
    let hub = EventHub()
    let masterKey = MasterKey(bytes: Array(repeating: 7, count: 32))
    let otpAccounts: [OTPAPIAccount]
    /// The present, in seconds after the beginning.
    let seconds = Mutex(0.0)
    let allows = Mutex(true)
    /// The targets whose callbacks wait, because they failed too often.
    let failing = Mutex<Set<String>>([])

    var store: any VerificationStore { real ?? memory }
    var deliveries: any DeliveryStore { real ?? MemoryDeliveries() }
    var endpoints: any EndpointStore { real ?? MemoryDeliveries() }

    func kind(of number: E164) -> NumberKind { number.digits.hasPrefix("9111") ? .fixedLine : .mobile }
    func isOwnLine(_ number: E164) async -> Bool { number.description == "+919876543210" }
    func isAllowed(_ request: VerificationRequest) async -> Bool { allows.withLock { $0 } }
    func steppedUp(_ verification: Verification) async {}
    func circuit(of target: String) async -> CircuitBreaker.State { failing.withLock { $0.contains(target) } ? .open : .closed }
    func forgetFailures(of target: String) async { failing.withLock { _ = $0.remove(target) } }

    /// A key of this application, known to the store.
    func key(_ name: ApplicationName? = shop, scopes: Set<APIKeyRecord.Scope> = APIKeyRecord.Scope.standard) -> String {
        guard let name else { return "" }
        let key = APIKey.generate()
        let record = APIKeyRecord(
            id: KeyID(at: now()), application: name, hash: key.hash, hint: key.hint, scopes: scopes, createdAt: now())
        memory.state.withLock { $0.keys.append(record) }
        return key.text
    }

    func offers() async -> [LineOffer] {
        guard let number = E164("+919876543210") else { return [] }
        return [LineOffer(line: LineID(rawValue: "iccid:1"), number: number, region: "IN", lastProof: nil, isSimulated: false)]
    }

    func modems() async -> [ModemReport] {
        let line = LineReport(id: "iccid:1", number: "+919876543210", region: "IN", takesCalls: true)
        return [
            ModemReport(id: "imei:1", imei: "1", ports: ["/dev/ttyUSB3"], state: .ready, since: "1970-01-01T00:00:00Z", line: line)
        ]
    }

    func status() async -> StatusReport {
        StatusReport(state: .well, version: "1", uptimeSeconds: 7, modems: await modems(), pendingVerifications: 3)
    }

    func readiness() async -> Readiness { isReady.withLock { $0 } ? .ready : .notReady(reasons: ["no line takes calls"]) }

    func now() -> Moment {
        let passed = seconds.withLock { $0 }
        return Moment(
            boot: BootID(rawValue: "boot"), instant: BootInstant(nanoseconds: 1 + Int64(passed * 1e9)),
            unixMilliseconds: 1_700_000_000_000 + Int64(passed * 1000))
    }

    func number(from text: String) throws(PhoneNumberRefusal) -> E164 {
        guard let number = E164(text.filter { !" -".contains($0) }) else {
            throw PhoneNumberRefusal(remedy: "Give the number with + and country code.")
        }
        return number
    }

    func region(of number: E164) -> String? { "IN" }

    func judge(callbackURL: String, of application: ApplicationName) async throws(AddressRefusal) {
        if callbackURL.hasPrefix("http:") { throw .insecure(host: "shop.example") }
    }

    func refusal() async -> String? { stall.withLock { $0 } }
    func verificationsChanged() async { changes.withLock { $0 += 1 } }

    func carryOut(_ order: ModemOrder) async throws(ModemOrderRefusal) -> ModemAnswer {
        guard order.modem == "imei:1" else { throw ModemOrderRefusal(remedy: "There is no modem of that name.") }
        return ModemAnswer(lines: order.command.map { [$0, "OK"] } ?? [])
    }

    func simulateCall(_ request: SimulatedCallRequest) async throws(SimulationRefusal) {
        if request.to != nil { throw SimulationRefusal(remedy: "There is no virtual line of that number.") }
    }
}
