import Foundation
import Logging
import SQLiteStore
import Synchronization
import Telephony
import Testing
import Verification

@testable import Gateway

/// With a real store, and a machine whose clocks go as the test says.
@Suite(.timeLimit(.minutes(1))) struct PrunerTests {
    private let day = Duration.seconds(86_400)

    @Test func `under a clock that stands days after all that is known nothing is removed for a day, and then what is old is`()
        async throws
    {
        try await scene { store, machine in
            try await record("old", in: store, at: machine.now())
            machine.pass(day * 100)
            try await run(pruner(store, machine.clock)) { () async throws in
                #expect(await machine.next() == .sleeps(.seconds(60)))
                machine.pass(day - .seconds(1))
                machine.wake()
                #expect(await machine.next() == .sleeps(.seconds(60)))
                #expect(try await calls(in: store) == ["old"])
                machine.pass(.seconds(1))
                machine.wake()
                #expect(await machine.next() == .sleeps(Pruner.pause))
                #expect(try await calls(in: store) == [])
            }
        }
    }

    @Test func `while something speaks against the clock nothing is removed, and once nothing does what is old is`() async throws {
        try await scene { store, machine in
            try await record("old", in: store, at: machine.now())
            machine.pass(day * 100)
            try await record("new", in: store, at: machine.now())
            let doubt = Doubt()
            try await run(pruner(store, machine.clock, isDoubted: { doubt.isThere })) { () async throws in
                #expect(await machine.next() == .sleeps(.seconds(60)))
                #expect(try await calls(in: store) == ["new", "old"])
                doubt.end()
                machine.pass(.seconds(60))
                machine.wake()
                #expect(await machine.next() == .sleeps(Pruner.pause))
                #expect(try await calls(in: store) == ["new"])
            }
        }
    }

    @Test func `a clock that was behind and is set right has not leapt: what is old is removed at once`() async throws {
        try await scene { store, machine in
            try await record("old", in: store, at: machine.now())
            machine.pass(day * 100)
            try await record("new", in: store, at: machine.now())
            machine.setWallClock(by: day * -365)
            let (clock, judge) = (machine.clock, ClockJudge(newestRecord: try await store.newestRecord()))
            try await run(pruner(store, clock, isDoubted: { judge.fault(at: clock.now()) != nil })) { () async throws in
                #expect(await machine.next() == .sleeps(.seconds(60)))
                machine.setWallClock(by: day * 365)
                await clock.followWallClock {}
                machine.pass(.seconds(60))
                machine.wake()
                #expect(await machine.next() == .sleeps(Pruner.pause))
                #expect(try await calls(in: store) == ["new"])
            }
        }
    }

    @Test func `after a restart the clock that was believed last counts, however long nobody has called`() async throws {
        try await scene { store, machine in
            try await record("old", in: store, at: machine.now())
            try await run(pruner(store, machine.clock)) { () async throws in
                #expect(await machine.next() == .sleeps(Pruner.pause))
                machine.pass(day * 90 - .seconds(3600))
                machine.wake()
                #expect(await machine.next() == .sleeps(Pruner.pause))
                #expect(try await calls(in: store) == ["old"])
            }
            machine.pass(.seconds(2 * 3600))
            try await run(pruner(store, machine.clock)) { () async throws in
                #expect(await machine.next() == .sleeps(Pruner.pause))
                #expect(try await calls(in: store) == [])
            }
        }
    }

    private func scene(_ body: (SQLiteStore, HeldMachine) async throws -> Void) async throws {
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = HeldMachine()
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        try await body(store, machine)
        try store.close()
    }

    private func pruner(
        _ store: SQLiteStore, _ clock: GatewayClock, isDoubted: @escaping @Sendable () -> Bool = { false }
    ) async throws -> Pruner {
        Pruner(
            store: store, retention: RetentionPolicy(), clock: clock, newestRecord: try await store.newestRecord(),
            isClockDoubted: { isDoubted() }, logger: Logger(label: "test"))
    }

    /// Has it work while `body` goes on.
    private func run(_ pruner: Pruner, while body: () async throws -> Void) async throws {
        let working = Task { await pruner.run() }
        defer { working.cancel() }
        try await body()
        working.cancel()
        await working.value
    }

    /// A call that rang now.
    private func record(_ id: String, in store: SQLiteStore, at now: Moment) async throws {
        let call = IncomingCall(
            id: CallID(rawValue: id), modem: ModemID(port: "/dev/null"), line: LineID(rawValue: "one"), presentation: nil,
            caller: .unavailable, rangAt: now)
        _ = try await store.settle(ObservedCall(call: call, reading: .none, lineNumber: nil), at: now)
    }

    /// The calls that are kept, newest first.
    private func calls(in store: SQLiteStore) async throws -> [String] {
        try await store.calls(CallFilter(), page: PageRequest(limit: 10)).items.map(\.call.id.rawValue)
    }
}

/// There until it ends.
private final class Doubt: Sendable {
    private let state = Mutex(true)

    var isThere: Bool { state.withLock { $0 } }

    func end() { state.withLock { $0 = false } }
}
