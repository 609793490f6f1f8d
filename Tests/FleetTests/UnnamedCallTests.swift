import Fleet
import Logging
import ModemSimulator
import Telephony
import Testing
import Verification
import VirtualWorld

/// A modem that restarts by itself has forgotten `+CLIP=1` (27.007, 7.6): what rings then has no number until the next session has set it again.
@Suite struct UnnamedCallTests {
    private static let caller = "+919810000001"

    @Test func `a call that rang without a number as its session ended is undecided throughout and dated from its first ring`()
        throws
    {
        let world = FlappingWorld(sticks: 1)
        let fleet = Fleet(
            ports: [], awaitsDevices: true, policy: FleetPolicy(), surroundings: world.surroundings,
            logger: Logger(label: "unnamed call", factory: { _ in SwiftLogNoOpLogHandler() }))
        let running = Task(executorPreference: world.executor) { await fleet.run() }
        defer { running.cancel() }
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        world.run(for: .seconds(60))
        let line = try #require(world.ask { await fleet.modems }?.first?.line)

        world.sockets.with(0) { stick, now in
            stick.modem.suffer(.reset, at: now) + stick.modem.ring(from: .presented(Self.caller), rings: 6, at: now)
        }
        world.run(for: .milliseconds(100))
        let firstRing = try #require(world.notes.firstRing)
        let openings = world.notes.openings
        while world.notes.settled[Self.caller] == nil {
            try #require(world.time.now.duration(since: firstRing) < .seconds(30), "nobody was recorded")
            let undecided = try #require(world.ask { await fleet.undecided() })
            #expect(undecided.mayReach(line, before: world.now), "at \(world.time.now.duration(since: firstRing))")
            world.run(for: .milliseconds(20))
        }
        #expect(world.notes.openings == openings + 1, "the session did not end while it rang")
        #expect(world.notes.settled[Self.caller] == firstRing)
    }
}
