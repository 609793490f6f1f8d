import Fleet
import Logging
import Telephony
import Testing
import VirtualWorld

/// 24 hours of modems that freeze, vanish, restart, stall and come back under other names, in virtual time.
@Suite struct VirtualDayTests {
    private static let modems = 16
    private static let budget = RecoveryLadder.Budget()

    @Test(arguments: [1, 2, 3, 4])
    func `a day of flapping modems ends with all in service, no budget exceeded and no call lost`(seed: UInt64) throws {
        let world = FlappingWorld(sticks: Self.modems)
        let fleet = Fleet(
            ports: [], awaitsDevices: true, policy: FleetPolicy(), surroundings: world.surroundings,
            logger: Logger(label: "day", factory: { _ in SwiftLogNoOpLogHandler() }))
        let tell: @Sendable () -> Void = {
            let ports = world.sockets.ports
            _ = Task(executorPreference: world.executor) { await fleet.attached(ports) }
        }
        let running = Task(executorPreference: world.executor) { await fleet.run() }
        defer { running.cancel() }
        tell()
        var day = FlappingDay(seed: seed, world: world, modems: Self.modems)
        for _ in 0..<(22 * 60) {
            world.run(for: .seconds(60))
            day.happen(tell)
        }
        world.run(for: .seconds(2 * 3600))

        let modems = try #require(world.ask { await fleet.modems })
        let out = modems.filter { !$0.takesCalls(at: world.now) }
        let notes = world.notes
        let resets = world.sockets.resets
        #expect(
            modems.count == Self.modems && out.isEmpty,
            "\(out.map { ($0.port.id, $0.state, $0.faults().map(\.code), resets[Int($0.port.id.dropFirst(7)) ?? 0]?.map { $0.nanoseconds / 1_000_000_000 } ?? []) })"
        )
        for (modem, resets) in resets {
            for (index, first) in resets.enumerated() {
                let later = resets[index...].map { $0.duration(since: first) }
                #expect(later.count { $0 < .seconds(3600) } <= Self.budget.perHour, "modem \(modem)")
                #expect(later.count { $0 < .seconds(86_400) } <= Self.budget.perDay, "modem \(modem)")
            }
        }
        let lost = Set(notes.reached.keys).subtracting(notes.settled.keys)
        #expect(lost.isEmpty, "\(lost.map { ($0, notes.reached[$0]?.nanoseconds ?? 0) })")
        #expect(world.sockets.dropped <= notes.opened.count)
        #expect(notes.closed.isSuperset(of: notes.opened))
        #expect(notes.reached.count > 300 && resets.values.map(\.count).reduce(0, +) > 5, "nothing happened")
    }
}
