import Glibc
import ModemSimulator
import Testing

@Suite(.timeLimit(.minutes(1))) struct VirtualModemBankTests {
    @Test func `another program opens the port, talks, and drops a call rung through the control socket`() async throws {
        let directory = try Self.makeDirectory()
        defer { _ = unsafe rmdir(directory) }
        let bank = try VirtualModemBank(count: 2, directory: directory)
        let events = bank.events()
        let slave = unsafe open(bank.ports[1].path, O_RDWR | O_NOCTTY)
        try #require(slave >= 0)
        Self.send("ATE0+CLIP=1\r", to: slave)
        #expect(Self.read(slave, until: "OK\r\n").contains("OK"))
        try SimulatorControl.send("ring modem1 +919812345678 rings=2", socket: "\(directory)/control.sock")
        #expect(Self.read(slave, until: "\",0\r\n").contains("+CLIP: \"+919812345678\",145"))
        Self.send("AT+CHUP\r", to: slave)
        let dropped = await events.first { if case .dropped = $0.event { true } else { false } }
        #expect(dropped?.modem == 1)
        _ = close(slave)
        #expect(throws: SimulatorError.refused("no such modem")) {
            try SimulatorControl.send("ring modem7 +919812345678", socket: "\(directory)/control.sock")
        }
        bank.close()
        #expect(unsafe access("\(directory)/modem0", F_OK) != 0)
    }

    @Test func `who dials is told what came of it`() throws {
        let bank = try VirtualModemBank(count: 1)
        defer { bank.close() }
        #expect(bank.ring(modem: 0, from: .presented("+919812345678")) == .rings)
        #expect(bank.ring(modem: 0, from: .presented("+919812345679")) == .rings, "the second one waits")
        #expect(bank.ring(modem: 0, from: .withheld) == .turnedAway)
        #expect(bank.ring(modem: 1, from: .withheld) == .noSuchModem)
        bank.suffer(modem: 0, .unplug)
        #expect(bank.ring(modem: 0, from: .withheld) == .noSuchModem)
    }

    @Test(arguments: ["modem0", "control.sock"])
    func `what no simulator has made stays where it is`(_ name: String) throws {
        let directory = try Self.makeDirectory()
        defer {
            for name in ["modem0", "control.sock"] { _ = unsafe unlink("\(directory)/\(name)") }
            _ = unsafe rmdir(directory)
        }
        let path = "\(directory)/\(name)"
        _ = unsafe close(open(path, O_RDWR | O_CREAT, 0o600))
        #expect(throws: SimulatorError.occupied(path)) { try VirtualModemBank(count: 1, directory: directory) }
        #expect(unsafe access(path, F_OK) == 0)
    }

    @Test func `what an ended simulator has left is replaced`() throws {
        let directory = try Self.makeDirectory()
        defer { _ = unsafe rmdir(directory) }
        try #require(unsafe symlink("/dev/pts/none", "\(directory)/modem0") == 0)
        let bank = try VirtualModemBank(count: 1, directory: directory)
        #expect(unsafe access(bank.ports[0].path, F_OK) == 0)
        bank.close()
    }

    @Test(arguments: [0, VirtualModemBank.most + 1])
    func `how many there can be is said`(_ count: Int) {
        let error = #expect(throws: SimulatorError.self) { try VirtualModemBank(count: count) }
        #expect(error?.description == "Ask for 1 to 64 virtual modems, not \(count).")
    }

    private static func makeDirectory() throws -> String {
        var template = Array("/tmp/ringcheck-bank-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func send(_ text: String, to descriptor: Int32) { _ = unsafe write(descriptor, text, text.utf8.count) }

    /// Reads until the text ends so, 5 seconds at most for each piece.
    private static func read(_ descriptor: Int32, until end: String) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 256)
        var polled = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        while !text.utf8.reversed().starts(with: end.utf8.reversed()), unsafe poll(&polled, 1, 5000) > 0 {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            text += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        return text
    }
}
