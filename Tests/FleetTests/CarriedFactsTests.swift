import Fleet
import ModemSimulator
import Telephony
import Testing
import VirtualWorld

/// A line that was forwarded, and whose next session cannot ask whether it still is.
@Suite struct CarriedFactsTests {
    private let world: FlappingWorld
    private let fleet: Fleet
    private let running: Task<Void, Never>

    init() {
        let world = FlappingWorld(sticks: 1, .generic)
        let (fleet, running) = world.startFleet()
        (self.world, self.fleet, self.running) = (world, fleet, running)
        world.sockets.with(0) { stick, now in stick.modem.set(.forwarding(1), at: now) }
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        world.run(for: .seconds(60))
    }

    @Test func `what was known against a line is held for five minutes into the next session, and not after`() throws {
        defer { running.cancel() }
        #expect(try faults() == ["forwarding"])
        refuseToTell()
        world.sockets.cut(0)
        world.run(for: .seconds(10))
        #expect(try faults() == ["forwarding"])
        show(signal: 20)
        world.run(for: .seconds(280))
        #expect(try faults() == ["forwarding"])
        world.run(for: .seconds(30))
        show(signal: 19)
        world.run(for: .seconds(60))
        #expect(try faults().isEmpty)
    }

    @Test func `it is held, too, where the modem was drawn out and plugged in again in between`() throws {
        defer { running.cancel() }
        let (world, fleet) = (world, fleet)
        world.sockets.unplug(0)
        _ = world.ask { await fleet.attached([]) }
        world.sockets.plug(0)
        refuseToTell()
        world.run(for: .seconds(10))
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        world.run(for: .seconds(10))
        #expect(try faults() == ["forwarding"])
    }

    /// The forwarding is switched off, and the modem is one from now on that cannot be asked for it.
    private func refuseToTell() {
        world.sockets.with(0) { stick, _ in
            var personality = stick.personality
            personality.lacks = ["+CCFC"]
            stick.modem = VirtualModem(identity: stick.identity, personality: personality)
            return []
        }
    }

    /// The modem has something new to tell, the next time it is asked.
    private func show(signal: Int) {
        world.sockets.with(0) { stick, now in stick.modem.set(.signal(signal), at: now) }
    }

    /// What is wrong with the modem, which serves.
    private func faults() throws -> [String] {
        let fleet = fleet
        let modem = try #require(world.ask { await fleet.modems }?.first)
        #expect(modem.state == .ready)
        return modem.faults().map(\.code)
    }
}
