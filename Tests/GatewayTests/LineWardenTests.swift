import Fleet
import Foundation
import Logging
import Modem
import PhoneNumbers
import SQLiteStore
import Telephony
import Testing
import Verification

@testable import Gateway

/// With a real store whose disk is held back.
@Suite(.timeLimit(.minutes(1))) struct LineWardenTests {
    @Test func `a line that died while the disk stalled has not been dead since before it`() async throws {
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = HeldMachine()
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        try await Self.askForVerification(store, at: machine.now())
        machine.hold(.read)
        let warden = Self.warden(store, machine)
        let working = Task { await warden.run() }
        await machine.awaits(.held(.read))
        machine.pass(.seconds(100))
        machine.letGo()
        #expect(await machine.next() == .sleeps(LineVigil.patience))
        working.cancel()
        await working.value
        try store.close()
    }

    private static func askForVerification(_ store: SQLiteStore, at now: Moment) async throws {
        let shop = try #require(ApplicationName(rawValue: "shop"))
        let (caller, line) = (try #require(E164("+919812345678")), try #require(E164("+919876543210")))
        try await store.register([Application(name: shop, callbackURL: nil)])
        _ = try await store.create(
            VerificationRequest(
                application: shop, phoneNumber: caller, region: "IN", callbackURL: "https://shop.example/hook",
                lifetime: .seconds(600)),
            offers: [LineOffer(line: LineID(rawValue: "one"), number: line, region: "IN", lastProof: nil, isSimulated: false)],
            at: now)
    }

    /// Its fleet has no modem: whatever line is waited on is dead.
    private static func warden(_ store: SQLiteStore, _ machine: HeldMachine) -> LineWarden {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let surroundings = Surroundings(
            open: { path, _, _ in throw StartError(path) }, now: machine.now, pause: { _ in },
            settle: { call, _, _ in RecordedCall(id: call.id) {} }, close: { _ in },
            fault: { _ in .init(code: "port-missing", reason: "the port cannot be opened", remedy: "Plug it in.") },
            pin: { _, _ in .refused("none") }, pinEntered: { _, _ in }, recover: { _, _ in nil })
        return LineWarden(
            store: store, fleet: Fleet(ports: [], policy: FleetPolicy(), surroundings: surroundings, logger: logger),
            plan: NumberingPlan(), clock: machine.clock, alarm: Alarm(clock: machine.clock), isStalled: { false },
            handedOver: { _ in }, logger: logger)
    }
}
