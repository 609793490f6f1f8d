import Fleet
import Logging
import Modem
import SQLiteStore
import Telephony
import Testing
import Verification

@testable import Gateway

/// A fleet that has no modem: whatever line is waited on is dead.
func emptyFleet(at now: @escaping @Sendable () -> Moment) -> Fleet {
    let surroundings = Surroundings(
        open: { path, _, _ in throw StartError(path) }, now: now, pause: { _ in },
        settle: { call, _, _ in RecordedCall(id: call.id) {} }, close: { _ in },
        fault: { _ in .init(code: "port-missing", reason: "the port cannot be opened", remedy: "Plug it in.") },
        pin: { _, _ in .refused("none") }, pinEntered: { _, _ in }, recover: { _, _ in nil })
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    return Fleet(ports: [], policy: FleetPolicy(), surroundings: surroundings, logger: logger)
}

/// A verification that waits on the line `one`.
@discardableResult
func askForVerification(_ store: SQLiteStore, lifetime: Duration, at now: Moment) async throws -> Verification {
    let shop = try #require(ApplicationName(rawValue: "shop"))
    let (caller, line) = (try #require(E164("+919812345678")), try #require(E164("+919876543210")))
    try await store.register([Application(name: shop, callbackURL: nil)])
    let outcome = try await store.create(
        VerificationRequest(
            application: shop, phoneNumber: caller, region: "IN", callbackURL: "https://shop.example/hook", lifetime: lifetime),
        offers: [LineOffer(line: LineID(rawValue: "one"), number: line, region: "IN", lastProof: nil, isSimulated: false)],
        at: now)
    guard case .created(let made) = outcome else { throw StartError("\(outcome)") }
    return made
}
