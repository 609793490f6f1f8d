import Fleet
import Foundation
import Logging
import Outbox
import PhoneNumbers
import SQLiteStore
import Telephony
import Testing
import Verification

@testable import Gateway

/// With a real store whose disk is held back, or whose newest record is later than the wall clock.
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

    @Test func `while the clock cannot be right no line is dead, and whoever waits keeps theirs`() async throws {
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = HeldMachine()
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        let now = machine.now()
        // The wall clock stood 400 s further then: in 100 s it is no more than five minutes behind.
        let made = try await askForVerification(
            store, lifetime: .seconds(600),
            at: Moment(boot: now.boot, instant: now.instant, unixMilliseconds: now.unixMilliseconds + 400_000))
        let ground = try await Self.ground(store, machine, directory)
        let warden = ground.warden(emptyFleet(at: machine.now), ground.recorder().0)
        let working = Task { await warden.run() }
        #expect(await machine.next() == .sleeps(.seconds(1)))
        machine.pass(.seconds(99))
        ground.wardship.ring()
        #expect(await machine.next() == .sleeps(.seconds(1)))
        machine.pass(.seconds(1))
        ground.wardship.ring()
        #expect(await machine.next() == .sleeps(LineVigil.patience))
        #expect(try await store.verification(made.id, of: made.application)?.status == .pending)
        machine.pass(LineVigil.patience)
        ground.wardship.ring()
        await machine.awaits(.sleeps(LineWarden.longestNap))
        #expect(try await store.verification(made.id, of: made.application)?.status == .failed)
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

    /// What the gateway puts together, where nothing is plugged in and nobody is called back.
    private static func ground(_ store: SQLiteStore, _ machine: HeldMachine, _ directory: String) async throws -> Ground {
        var configuration = Configuration()
        configuration.dataDirectory = directory
        let world = World(
            clock: machine.clock, sender: Silence(), ask: { _ in .failure(.broken("nobody is asked")) },
            sockets: .init(
                open: { path, _, _ in throw StartError(path) },
                fault: { _ in .init(code: "port-missing", reason: "the port cannot be opened", remedy: "Plug it in.") },
                recover: { _, _ in nil }))
        return try await Ground(configuration, store: store, in: world, logger: Logger(label: "test"))
    }
}

/// Sends nothing.
private struct Silence: CallbackSender {
    func send(_ request: CallbackRequest) async -> CallbackOutcome { .failed(.disabled) }
}
