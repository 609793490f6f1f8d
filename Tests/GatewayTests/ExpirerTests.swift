import Fleet
import Foundation
import Logging
import PhoneNumbers
import SQLiteStore
import Telephony
import Testing
import Verification

@testable import Gateway

/// With a real store and a fleet without modems.
@Suite(.timeLimit(.minutes(1))) struct ExpirerTests {
    @Test func `after a start what is overdue waits for its line, for 15 s`() async throws {
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = HeldMachine()
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        let made = try await askForVerification(store, lifetime: .seconds(60), at: machine.now())
        machine.pass(.seconds(100))
        let expirer = expirer(store, machine)
        let working = Task { await expirer.run() }
        #expect(await machine.next() == .sleeps(.milliseconds(200)))
        #expect(try await store.verification(made.id, of: made.application)?.status == .pending)
        machine.pass(Expirer.startLimit)
        machine.wakeAll()
        await machine.awaits(.done)
        #expect(try await store.verification(made.id, of: made.application)?.status == .expired)
        working.cancel()
        await working.value
        try store.close()
    }

    private func expirer(_ store: SQLiteStore, _ machine: HeldMachine) -> Expirer {
        let plan = NumberingPlan()
        let recorder = CallRecorder(
            store: store, plan: plan, region: nil, scrutiny: Scrutiny(LineExperience(), plan: plan), clock: machine.clock,
            logger: Logger(label: "test"), settled: { _, _ in })
        return Expirer(
            store: store, fleet: emptyFleet(at: machine.now), recorder: recorder, clock: machine.clock,
            alarm: Alarm(clock: machine.clock), ended: { _ in machine.happens.yield(.done) }, logger: Logger(label: "test"))
    }
}
