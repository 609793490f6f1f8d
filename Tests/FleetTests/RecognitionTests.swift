import Fleet
import Modem
import ModemDiscovery
import ModemProfiles
import ModemSimulator
import Telephony
import Testing
import VirtualWorld

/// Which family a modem is of, and which ttys are whose.
@Suite struct RecognitionTests {
    @Test func `a modem whose own answers name a family without voice is not handed out`() throws {
        let world = FlappingWorld(sticks: 1, .generic)
        let policy = FleetPolicy(recognise: { _, _ in
            var mute = ModemProfile(name: "mute", title: "Mute")
            mute.voice = .no("it never rings")
            return mute
        })
        let (fleet, running) = world.startFleet(policy)
        defer { running.cancel() }
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        world.run(for: .seconds(60))
        let modem = try #require(world.ask { await fleet.modems }?.first)
        #expect(modem.profile.name == "mute" && modem.state == .ready)
        #expect(modem.faults().map(\.code) == ["no-voice"] && !modem.takesCalls(at: world.now))
    }

    @Test func `of a family that is not known in detail each tty that takes commands is listened to`() throws {
        let world = FlappingWorld(sticks: 2, .generic)
        let (fleet, running) = world.startFleet()
        defer { running.cancel() }
        let port = Port(
            id: "socket-0", paths: ["/dev/tty0", "/dev/tty1"], profile: ModemProfile(name: "virtual", title: "Virtual"),
            isAttached: true)
        _ = world.ask { await fleet.attached([port]) }
        world.run(for: .seconds(60))
        world.sockets.with(1) { stick, now in stick.modem.ring(from: .presented("+919810000001"), at: now) }
        world.run(for: .seconds(10))
        #expect(world.notes.opened.count == 1)
        #expect(world.ask { await fleet.modems }?.first?.faults().map(\.code).contains("second-port") == false)
    }

    @Test func `two modems of one number are told of, until one of them is drawn out`() throws {
        let world = FlappingWorld(sticks: 2, .generic)
        let (fleet, running) = world.startFleet()
        defer { running.cancel() }
        let ports = (0...1).map { stick in
            Port(
                id: "socket-\(stick)", paths: ["/dev/tty\(stick)"], profile: ModemProfile(name: "virtual", title: "Virtual"),
                number: MSISDN("+919876543210"), isAttached: true)
        }
        _ = world.ask { await fleet.attached(ports) }
        world.run(for: .seconds(60))
        #expect(world.ask { await fleet.modems }?.map(\.namesake) == ["/dev/tty1", "/dev/tty0"])
        #expect(world.ask { await fleet.offers { _ in nil } }?.isEmpty == true)
        _ = world.ask { await fleet.attached([ports[0]]) }
        #expect(world.ask { await fleet.offers { _ in nil } }?.count == 1)
    }

    @Test func `a tty that the configuration names by a link is left to it, also where the link comes late`() {
        let stick = AttachedDevice(
            id: "place-1", vendor: "ffff", product: "0001",
            ttys: ["/dev/ttyUSB0", "/dev/ttyUSB1"].map { AttachedTTY(path: $0, interface: "00") })
        let library = ProfileLibrary(families: [])
        func isTaken(_ configured: Set<String>, _ links: [String: String]) -> Bool {
            PortMatcher(library: library, configured: configured, resolve: { links[$0] ?? $0 }).port(for: stick) == nil
        }
        #expect(!isTaken(["/dev/serial/by-path/x"], [:]))
        #expect(isTaken(["/dev/serial/by-path/x"], ["/dev/serial/by-path/x": "/dev/ttyUSB1"]))
        #expect(isTaken(["/dev/ttyUSB0"], [:]))
    }

    @Test func `a second port that cannot be listened to is told of, and tried again while the session lasts`() throws {
        let world = FlappingWorld(sticks: 1, .generic)
        let (fleet, running) = world.startFleet()
        defer { running.cancel() }
        let port = Port(
            id: "socket-0", paths: ["/dev/tty0"], sidePaths: ["/dev/side"],
            profile: ModemProfile(name: "virtual", title: "Virtual"),
            isAttached: true)
        _ = world.ask { await fleet.attached([port]) }
        world.run(for: .seconds(65))
        let modem = try #require(world.ask { await fleet.modems }?.first)
        #expect(modem.state == .ready && modem.faults().map(\.code).contains("second-port"))
        #expect(modem.faults().filter(\.keepsFromCalls).map(\.code) == modem.faults().filter { $0.code == "no-number" }.map(\.code))
        #expect(world.notes.openings == 1 + 7)
    }
}
