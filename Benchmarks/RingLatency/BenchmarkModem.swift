import CRingFloor
import Glibc
import ModemSimulator
import Telephony

/// A PTY with a virtual modem behind it that answers commands. Its calls are rung and timed by the ``Switchboard``.
struct BenchmarkModem {
    let master: Int32
    /// What a program opens.
    let path: String
    let number: String
    private var modem: VirtualModem

    init(index: Int) throws {
        guard let first = MSISDN(digits: "919990000000") else { throw BenchmarkError("no first number") }
        let identity = VirtualIdentity(index: index, firstNumber: first)
        modem = VirtualModem(identity: identity)
        number = identity.number?.description ?? ""
        var name = [CChar](repeating: 0, count: 64)
        master = unsafe ring_floor_open_pty(&name, Int32(name.count))
        guard master >= 0 else { throw BenchmarkError("no PTY can be made") }
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func write(_ bytes: [UInt8]) { _ = unsafe Glibc.write(master, bytes, bytes.count) }

    /// What the program on the other side wrote; answers it as a modem would.
    mutating func serve() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = unsafe Glibc.read(master, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }

    mutating func answer(_ bytes: [UInt8], at now: BootInstant) {
        for case .write(let answer) in modem.received(bytes, at: now) { write(answer) }
    }
}
