import Fleet
import ModemSimulator
import Telephony
import Testing
import VirtualWorld

/// What an operator took out of service.
@Suite struct DisabledTests {
    @Test func `a modem that was taken out of service before it told its IMEI stays out until it is put back`() throws {
        let world = FlappingWorld(sticks: 1, .generic)
        let (fleet, running) = world.startFleet()
        defer { running.cancel() }
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        let starting = try #require(world.ask { await fleet.modems }?.first)
        _ = world.ask { await fleet.setDisabled(true, starting) }
        world.run(for: .seconds(60))
        let ready = try #require(world.ask { await fleet.modems }?.first)
        #expect(ready.modem != starting.modem && ready.state == .ready && ready.isDisabled)
        _ = world.ask { await fleet.setDisabled(false, ready) }
        world.run(for: .seconds(120))
        #expect(try #require(world.ask { await fleet.modems }?.first).isDisabled == false)
    }
}
