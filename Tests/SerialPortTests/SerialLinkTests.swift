import Glibc
import Modem
import ModemSimulator
import NIOCore
import NIOPosix
import Testing

@testable import SerialPort

/// On real pseudo-terminals.
@Suite(.timeLimit(.minutes(1))) struct SerialLinkTests {
    private static func open(_ bank: VirtualModemBank) async throws -> SerialLink {
        try await SerialLink.open(path: bank.ports[0].path, on: MultiThreadedEventLoopGroup.singleton.next())
    }

    /// How the link ends, and what could be done with its port at that very moment.
    private static func end(of link: SerialLink, at path: String, after action: (SerialLink) -> Void) async -> (
        LinkEnd, SerialPortError?
    ) {
        let (ends, tell) = AsyncStream.makeStream(of: (LinkEnd, SerialPortError?).self)
        try? await link.loop.submit {
            link.start(
                received: { _ in },
                ended: { end in
                    do throws(SerialPortError) {
                        try SerialDevice(path: path, baud: 115_200).closeAside()
                        tell.yield((end, nil))
                    } catch {
                        tell.yield((end, error))
                    }
                })
        }.get()
        action(link)
        for await end in ends { return end }
        return (.failed("nothing was told"), nil)
    }

    @Test func `whoever hears that a port was closed can open it at once`() async throws {
        let bank = try VirtualModemBank(count: 1)
        defer { bank.close() }
        let (end, refusal) = await Self.end(of: try await Self.open(bank), at: bank.ports[0].path) { $0.close() }
        #expect(end == .closed)
        #expect(refusal == nil)
    }

    @Test func `a device that goes is disconnected, and not closed`() async throws {
        let bank = try VirtualModemBank(count: 1)
        defer { bank.close() }
        let (end, _) = await Self.end(of: try await Self.open(bank), at: bank.ports[0].path) { _ in bank.suffer(modem: 0, .unplug) }
        #expect(end == .disconnected)
    }

    @Test(.timeLimit(.minutes(1))) func `a link that ended before anybody listened tells so to whoever does`() async throws {
        let bank = try VirtualModemBank(count: 1)
        defer { bank.close() }
        let link = try await Self.open(bank)
        link.close()
        try await link.loop.submit {}.get()
        let (end, _) = await Self.end(of: link, at: bank.ports[0].path) { _ in }
        #expect(end == .closed)
    }

    @Test func `a port that is open is held`() async throws {
        let bank = try VirtualModemBank(count: 1)
        defer { bank.close() }
        let first = try await Self.open(bank)
        await #expect(throws: SerialPortError.held(path: bank.ports[0].path)) { try await Self.open(bank) }
        first.close()
    }

    @Test func `a tty can be set to each rate that a configuration or a profile may name`() {
        #expect(SerialDevice.speeds.keys.sorted() == ModemProfile.rates)
    }

    @Test func `flow control and stop bits that another program left are put back`() throws {
        let bank = try VirtualModemBank(count: 1)
        defer { bank.close() }
        let left = unsafe Glibc.open(bank.ports[0].path, O_RDWR | O_NOCTTY)
        defer { Glibc.close(left) }
        var settings = termios()
        #expect(unsafe tcgetattr(left, &settings) == 0)
        settings.c_cflag |= tcflag_t(UInt32(CSTOPB) | UInt32(CRTSCTS))
        settings.c_iflag |= tcflag_t(IXOFF | IXANY)
        #expect(unsafe tcsetattr(left, TCSANOW, &settings) == 0)
        try SerialDevice(path: bank.ports[0].path, baud: 9600).closeAside()
        #expect(unsafe tcgetattr(left, &settings) == 0)
        #expect(settings.c_cflag & tcflag_t(UInt32(CSTOPB) | UInt32(CRTSCTS)) == 0)
        #expect(settings.c_iflag & tcflag_t(IXOFF | IXANY) == 0)
    }
}
