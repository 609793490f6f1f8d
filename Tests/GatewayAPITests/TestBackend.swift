import GatewayAPI
import Outbox
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
    let hasLine = Mutex(true)

    static let shop = ApplicationName(rawValue: "shop")
    static let bank = ApplicationName(rawValue: "bank")

    /// `shop` has a callback URL of its own, `bank` has none.
    init(_ names: [ApplicationName?] = [shop]) {
        applications = names.compactMap { $0 }.map { name in
            Application(name: name, callbackURL: name == Self.shop ? "https://shop.example/hook" : nil)
        }
    }

    var store: any VerificationStore { memory }
    var deliveries: any DeliveryStore { MemoryDeliveries() }

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
        guard hasLine.withLock({ $0 }), let number = E164("+919876543210") else { return [] }
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
        Moment(boot: BootID(rawValue: "boot"), instant: BootInstant(nanoseconds: 1), unixMilliseconds: 1_700_000_000_000)
    }

    func number(from text: String) throws(PhoneNumberRefusal) -> E164 {
        guard let number = E164(text) else { throw PhoneNumberRefusal(remedy: "Give the number with + and country code.") }
        return number
    }

    func region(of number: E164) -> String? { "IN" }

    func judge(callbackURL: String) async throws(AddressRefusal) {
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
