import Foundation
import Outbox
import SQLiteStore
import Telephony
import Verification

/// A real store in a directory of its own, a clock that is set by hand, and the people of the stories.
final class Scene {
    let directory = FileManager.default.temporaryDirectory.appending(path: "ringcheck-\(UUID().uuidString)").path
    let store: SQLiteStore
    let shop: ApplicationName
    let bank: ApplicationName
    let number: E164
    let offer: LineOffer
    let secondOffer: LineOffer

    struct Missing: Error {}

    /// `shopURL`: the shop's callback URL; `policy`: the shop's, given the numbers of both lines.
    init(
        slotPolicy: SlotPolicy = SlotPolicy(), shopURL: String? = nil,
        policy: ((MSISDN, MSISDN) -> ApplicationPolicy)? = nil
    ) async throws {
        guard let shop = ApplicationName(rawValue: "shop"), let bank = ApplicationName(rawValue: "bank"),
            let number = E164("+79161234567"), let lineNumber = E164("+79990000001"), let second = E164("+79990000002")
        else { throw Missing() }
        (self.shop, self.bank, self.number) = (shop, bank, number)
        offer = LineOffer(line: LineID(rawValue: "one"), number: lineNumber, region: "RU", lastProof: 2, isSimulated: false)
        secondOffer = LineOffer(line: LineID(rawValue: "two"), number: second, region: "RU", lastProof: 1, isSimulated: false)
        store = try SQLiteStore(directory: directory, slotPolicy: slotPolicy)
        try await store.register([
            Application(name: shop, callbackURL: shopURL, policy: policy?(lineNumber, second) ?? .standard),
            Application(name: bank, callbackURL: nil),
        ])
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Seconds into a boot; both clocks agree unless told otherwise.
    func at(_ seconds: Double, boot: String = "a", wall: Double? = nil) -> Moment {
        Moment(
            boot: BootID(rawValue: boot), instant: BootInstant(nanoseconds: Int64(seconds * 1e9)),
            unixMilliseconds: 1_700_000_000_000 + Int64((wall ?? seconds) * 1000))
    }

    func request(
        from application: ApplicationName? = nil, number: E164? = nil, reference: String? = nil,
        idempotency: VerificationRequest.Idempotency? = nil, client: String? = nil
    ) -> VerificationRequest {
        VerificationRequest(
            application: application ?? shop, phoneNumber: number ?? self.number, region: "RU",
            callbackURL: "https://Shop.Example/hook", lifetime: .seconds(120), reference: reference, idempotency: idempotency,
            client: client)
    }

    /// A verification of the number on the first line, created at 10 s.
    @discardableResult
    func verification(of number: E164? = nil) async throws -> Verification {
        guard case .created(let made) = try await store.create(request(number: number), offers: [offer], at: at(10)) else {
            throw Missing()
        }
        return made
    }

    func call(
        _ id: String, at moment: Moment, line: String = "one", from number: E164? = nil, flags: Set<CallFlag> = [],
        atStart: Bool = false
    ) -> ObservedCall {
        let number = number ?? self.number
        let presentation = CallerPresentation(digits: number.description, typeOfAddress: .international, validity: .valid)
        let call = IncomingCall(
            id: CallID(rawValue: id), modem: ModemID(rawValue: "modem"), line: LineID(rawValue: line),
            presentation: presentation, caller: presentation.identity, rangAt: moment, mayHaveBegunEarlier: atStart)
        return ObservedCall(call: call, reading: .number(number), lineNumber: lineNumber(line), flags: flags)
    }

    private func lineNumber(_ line: String) -> MSISDN? { [offer, secondOffer].first { $0.line.rawValue == line }?.number }

    /// The deliveries, newest first.
    func deliveries() async throws -> [Delivery] {
        try await store.deliveries(DeliveryFilter(account: nil), limit: 100, before: nil).items
    }

    /// The same ring under another identity, told in another way.
    func observed(_ call: IncomingCall, presentation: CallerPresentation, as id: String) -> ObservedCall {
        let told = IncomingCall(
            id: CallID(rawValue: id), modem: call.modem, line: call.line, presentation: presentation, caller: presentation.identity,
            rangAt: call.rangAt, isSimulated: call.isSimulated, mayHaveBegunEarlier: true)
        return ObservedCall(call: told, reading: E164(presentation.digits).map { .number($0) } ?? .ambiguous, lineNumber: nil)
    }

    func withheldCall(_ id: String, at moment: Moment) -> ObservedCall {
        let presentation = CallerPresentation(digits: "", typeOfAddress: .unspecified, validity: .withheld)
        let call = IncomingCall(
            id: CallID(rawValue: id), modem: ModemID(rawValue: "modem"), line: offer.line, presentation: presentation,
            caller: .withheld, rangAt: moment)
        return ObservedCall(call: call, reading: .none, lineNumber: nil)
    }
}

extension SQLiteStore {
    /// Records a call as it rings.
    @discardableResult
    func settle(_ call: ObservedCall) async throws -> Settlement { try await settle(call, at: call.call.rangAt) }
}
