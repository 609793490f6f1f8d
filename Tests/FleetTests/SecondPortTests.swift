import Fleet
import Modem
import ModemSimulator
import Telephony
import Testing
import VirtualWorld

/// A device of two ttys, of which nobody knows which one takes commands: two sticks stand for it.
@Suite struct SecondPortTests {
    private let world: FlappingWorld
    private let fleet: Fleet
    private let running: Task<Void, Never>
    private let port = Port(
        id: "socket-0", paths: ["/dev/tty0", "/dev/tty1"], profile: ModemProfile(name: "virtual", title: "Virtual"),
        isAttached: true)

    init() {
        let world = FlappingWorld(sticks: 2, .generic)
        let (fleet, running) = world.startFleet()
        (self.world, self.fleet, self.running) = (world, fleet, running)
    }

    @Test func `a tty that takes no commands is not asked again before the device is plugged in again`() {
        defer { running.cancel() }
        second(isMute: true)
        attach([port])
        world.run(for: .seconds(60))
        // The first tty to find out and to serve, the second to find out.
        #expect(world.notes.openings == 3)
        world.sockets.cut(0)
        world.run(for: .seconds(60))
        #expect(world.notes.openings == 5)
        attach([])
        world.run(for: .seconds(1))
        second(isMute: false)
        attach([port])
        world.run(for: .seconds(60))
        // The second to find out and to listen.
        #expect(world.notes.openings == 9)
        #expect(isHeardOnSecond())
    }

    @Test func `a session that ends while a tty is asked lets go of it at once, and the next session asks it anew`() async throws {
        defer { running.cancel() }
        second(isMute: true)
        attach([port])
        world.run(for: .seconds(1))
        #expect(world.notes.openings == 3)
        world.sockets.cut(0)
        let other = try #require(await openSecond(), "it is held on")
        other.close()
        second(isMute: false)
        world.run(for: .seconds(10))
        #expect(world.notes.openings == 7)
        #expect(isHeardOnSecond())
    }

    @Test func `that a tty could not be listened to is not told any more of the session that has it for its commands`() throws {
        defer { running.cancel() }
        attach([port])
        world.run(for: .seconds(60))
        world.sockets.cut(1)
        // Another program is quicker.
        let other = try world.sockets.open("/dev/tty1", on: world.executor, for: .world)
        world.run(for: .seconds(15))
        #expect(try modem().faults().map(\.code).contains("second-port"))
        other.close()
        world.sockets.unplug(0)
        world.run(for: .seconds(30))
        let serving = try modem()
        #expect(serving.state == .ready && !serving.faults().map(\.code).contains("second-port"))
    }

    private func attach(_ ports: [Port]) {
        let fleet = fleet
        _ = world.ask { await fleet.attached(ports) }
    }

    private func second(isMute: Bool) {
        world.sockets.with(1) { stick, _ in
            stick.thaw = isMute ? .powerCycle : nil
            return []
        }
    }

    /// Opens it for another program, at this instant; that somebody is to let go of it is told by way of the pool.
    private func openSecond() async -> (any ByteLink)? {
        for _ in 0..<100_000 {
            world.run(for: .zero)
            if let link = try? world.sockets.open("/dev/tty1", on: world.executor, for: .world) { return link }
            await Task.yield()
        }
        return nil
    }

    /// Whether a call is recorded that this tty alone tells of.
    private func isHeardOnSecond() -> Bool {
        world.sockets.with(1) { stick, now in stick.modem.ring(from: .presented("+919810000001"), at: now) }
        world.run(for: .seconds(10))
        return world.notes.opened.count == 1
    }

    private func modem() throws -> ModemSnapshot {
        let fleet = fleet
        return try #require(world.ask { await fleet.modems }?.first)
    }
}
