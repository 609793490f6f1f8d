import Fleet
import ModemSimulator
import Telephony
import Testing
import VirtualWorld

/// What the networks' time says of this machine's clock.
@Suite struct NetworkTimeTests {
    /// How many seconds each network is behind the machine's clock, `nil` where it tells no time; and whether the clock is ahead then.
    static let networks: [([Int64?], Bool)] = [
        ([86_460], true), ([86_340], false), ([3600], false), ([0], false), ([-86_460], false), ([nil], false),
        ([86_460, 400 * 86_400], true), ([86_460, nil], true), ([86_460, 0], false), ([nil, nil], false),
    ]

    @Test(arguments: networks)
    func `a clock is ahead where every network that tells the time is a day behind it`(_ behind: [Int64?], _ isAhead: Bool) {
        let world = Self.world(behind)
        let (fleet, running) = world.startFleet()
        defer { running.cancel() }
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        #expect(world.ask { await fleet.isClockAhead } == false)
        world.run(for: .seconds(60))
        #expect(world.ask { await fleet.modems }?.allSatisfy { $0.state == .ready } == true)
        #expect(world.ask { await fleet.isClockAhead } == isAhead)
    }

    @Test func `a modem that was drawn out says nothing of the clock any more`() {
        let world = Self.world([2 * 86_400])
        let (fleet, running) = world.startFleet()
        defer { running.cancel() }
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        world.run(for: .seconds(60))
        #expect(world.ask { await fleet.isClockAhead } == true)
        _ = world.ask { await fleet.attached([]) }
        #expect(world.ask { await fleet.modems }?.count == 1)
        #expect(world.ask { await fleet.isClockAhead } == false)
    }

    /// A modem in each of these networks.
    private static func world(_ behind: [Int64?]) -> FlappingWorld {
        let world = FlappingWorld(sticks: behind.count, .generic)
        let now = world.now
        for (index, seconds) in behind.enumerated() {
            var network = VirtualNetwork()
            network.unixMillisecondsAtBoot = seconds.map {
                now.unixMilliseconds - now.instant.nanoseconds / 1_000_000 - $0 * 1000
            }
            world.sockets.with(index) { stick, _ in
                stick.modem = VirtualModem(identity: stick.identity, personality: stick.personality, network: network)
                return []
            }
        }
        return world
    }
}
