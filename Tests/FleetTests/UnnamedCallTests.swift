import Fleet
import ModemSimulator
import Telephony
import Testing
import Verification
import VirtualWorld

/// What rings without a number as its session ends: a number that comes with the second ring comes in the next session.
@Suite struct UnnamedCallTests {
    private static let caller = "+919810000001"
    private static let second = "+919810000002"

    private let world: FlappingWorld
    private let fleet: Fleet
    private let running: Task<Void, Never>

    init() {
        var personality = Personality.generic
        personality.clipTiming = .fromRing(2)
        let world = FlappingWorld(sticks: 1, personality)
        let (fleet, running) = world.startFleet()
        (self.world, self.fleet, self.running) = (world, fleet, running)
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        world.run(for: .seconds(60))
    }

    private func ring(_ number: String) {
        world.sockets.with(0) { stick, now in stick.modem.ring(from: .presented(number), rings: 6, at: now) }
    }

    @Test func `a call whose port fails before its number came is undecided throughout and dated from its first ring`() throws {
        defer { running.cancel() }
        let (world, fleet) = (world, fleet)
        let line = try #require(world.ask { await fleet.modems }?.first?.line)
        ring(Self.caller)
        world.run(for: .milliseconds(100))
        let firstRing = try #require(world.notes.firstRing)
        let openings = world.notes.openings
        world.sockets.cut(0)
        while world.notes.settled[Self.caller] == nil {
            try #require(world.time.now.duration(since: firstRing) < .seconds(30), "nobody was recorded")
            let undecided = try #require(world.ask { await fleet.undecided() })
            #expect(undecided.mayReach(line, before: world.now), "at \(world.time.now.duration(since: firstRing))")
            world.run(for: .milliseconds(20))
        }
        #expect(world.notes.openings == openings + 1, "the session did not end while it rang")
        #expect(world.notes.settled[Self.caller] == firstRing)
        #expect(world.notes.opened.count == 1)
    }

    @Test func `a modem that tells that it restarted has lost the call that rang: the next caller is dated from the own ring`()
        throws
    {
        defer { running.cancel() }
        ring(Self.caller)
        world.run(for: .milliseconds(100))
        world.sockets.with(0) { stick, now in stick.modem.suffer(.reset, at: now) }
        world.run(for: .milliseconds(7400))
        let rang = world.time.now
        ring(Self.second)
        world.run(for: .seconds(10))
        #expect(world.notes.settled[Self.second] == rang)
        #expect(world.notes.opened.count == 2 && world.notes.closed == world.notes.opened, "the lost call is recorded, too")
    }
}
