import Foundation
import Logging
import PhoneNumbers
import SQLiteStore
import Telephony
import Testing

@testable import Gateway

/// With a real store whose disk is held back.
@Suite(.timeLimit(.minutes(1))) struct LineWardenTests {
    @Test func `a line that died while the disk stalled has not been dead since before it`() async throws {
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = HeldMachine()
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        try await askForVerification(store, lifetime: .seconds(600), at: machine.now())
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

    private static func warden(_ store: SQLiteStore, _ machine: HeldMachine) -> LineWarden {
        LineWarden(
            store: store, fleet: emptyFleet(at: machine.now),
            plan: NumberingPlan(), clock: machine.clock, alarm: Alarm(clock: machine.clock), isStalled: { false },
            handedOver: { _ in }, logger: Logger(label: "test"))
    }
}
