import ModemSimulator
import Telephony
import Testing
import TranscriptSupport
import VirtualWorld

@testable import Fleet

/// What is logged of lines and calls.
@Suite struct LogTests {
    @Test func `the log tells what is wrong and what was tried, and names no card, no subscriber and no number`() throws {
        let (world, log) = (FlappingWorld(sticks: 3), RecordedLog())
        // The SIM of the first one does not tell its number.
        world.sockets.with(0) { stick, _ in
            var identity = stick.identity
            identity.number = nil
            stick.modem = VirtualModem(identity: identity, personality: stick.personality)
            return []
        }
        let (fleet, running) = world.startFleet(logger: log.logger)
        defer { running.cancel() }
        _ = world.ask { await fleet.attached(world.sockets.ports) }
        world.run(for: .seconds(60))
        world.sockets.with(1) { stick, now in stick.modem.ring(from: .presented("+919810000001"), at: now) }
        world.run(for: .seconds(60))
        let identities = world.sockets.sticks.map(\.identity)
        let lines = identities.map { LineID(rawValue: "iccid:\($0.iccid)") }
        let pair = ReceivabilityPlan.Pair(caller: lines[1], called: lines[2])
        _ = Task(executorPreference: world.executor) { await fleet.test(pair) }
        world.run(for: .seconds(60))

        let text = log.text
        #expect(world.notes.opened.count == 1)
        for words in ["modem ready", "no-number", "a line called another"] {
            #expect(text.contains(words), "\(words)")
        }
        let numbers = identities.compactMap { $0.number?.digits } + ["9810000001"]
        for secret in identities.flatMap({ [$0.iccid, $0.imsi] }) + numbers { #expect(!text.contains(secret), "\(secret)") }
    }
}
