import Dispatch
import Glibc
import Synchronization
public import Telephony

/// Virtual modems on pseudo-terminals, served by one thread.
public final class VirtualModemBank: Sendable {
    /// Where the modems are, in order.
    public let ports: [VirtualModemPort]
    /// Where a simulator in this directory takes commands; `nil` without a directory.
    public let controlSocket: String?
    private let loop: BankLoop
    private let queue = DispatchQueue(label: "virtual modems")

    /// +91 99999 00000: valid by the Indian plan, and fictional.
    public static let firstNumber = MSISDN(digits: "919999900000")

    /// How many modems there can be.
    public static let most = 64

    /// Starts `count` modems, 1 to ``most``. With a directory: symlinks `modem0`… and `control.sock` in it; it must exist.
    public init(
        count: Int, directory: String? = nil, firstNumber: MSISDN? = VirtualModemBank.firstNumber,
        personality: Personality = .generic
    ) throws(SimulatorError) {
        guard (1...VirtualModemBank.most).contains(count), let firstNumber else { throw .count(count) }
        var state = BankState(slots: [])
        var ports: [VirtualModemPort] = []
        do throws(SimulatorError) {
            for index in 0..<count {
                let identity = VirtualIdentity(index: index, firstNumber: firstNumber)
                let terminal = try PseudoTerminal()
                let modem = VirtualModem(identity: identity, personality: personality, network: VirtualModemBank.network)
                state.slots.append(.init(modem: modem, terminal: terminal))
                let path = try VirtualModemBank.link(terminal.path, "modem\(index)", in: directory)
                ports.append(VirtualModemPort(name: "modem\(index)", path: path, identity: identity))
            }
            controlSocket = directory.map { "\($0)/control.sock" }
            if let controlSocket { state.listener = try ControlSocket.listen(at: controlSocket) }
            loop = try BankLoop(state)
        } catch {
            state.closeAll()
            throw error
        }
        self.ports = ports
        queue.async { [loop] in loop.run() }
    }

    deinit { close() }

    /// Lets a caller dial a modem.
    @discardableResult
    public func ring(modem index: Int, from caller: SimulatedCaller, rings: Int = 6) -> DiallingOutcome {
        var isTaken = false
        let isThere = act(on: index) { modem in
            let before = modem.calls.count
            defer { isTaken = modem.calls.count > before }
            return modem.ring(from: caller, rings: rings, at: BankLoop.now)
        }
        return isTaken ? .rings : isThere ? .turnedAway : .noSuchModem
    }

    /// Lets something go wrong at a modem; `false` where there is no such modem.
    @discardableResult
    public func suffer(modem index: Int, _ fault: VirtualModemFault) -> Bool {
        act(on: index) { $0.suffer(fault, at: BankLoop.now) }
    }

    /// The modem as it is now, with its counters; `nil` where there is no such modem.
    public func modem(_ index: Int) -> VirtualModem? {
        loop.state.withLock { $0.slots.indices.contains(index) ? $0.slots[index].modem : nil }
    }

    /// What happens from now on; keeps the newest 1024 events for a reader that falls behind. Ends with the bank.
    public func events() -> AsyncStream<BankEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: BankEvent.self, bufferingPolicy: .bufferingNewest(1024))
        let isOpen = loop.state.withLock { state in
            if !state.isClosed { state.observers[(state.observers.keys.max() ?? 0) + 1] = continuation }
            return !state.isClosed
        }
        if !isOpen { continuation.finish() }
        return stream
    }

    /// Ends the thread, the ports, and what stands in the directory. Returns when all of it is gone.
    public func close() {
        loop.state.withLock { $0.isClosed = true }
        loop.wake()
        queue.sync {}
        guard let controlSocket else { return }
        _ = unsafe unlink(controlSocket)
        for port in ports { _ = unsafe unlink(port.path) }
    }

    /// A network that tells the right time.
    private static var network: VirtualNetwork {
        var wall = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &wall)
        var network = VirtualNetwork()
        network.unixMillisecondsAtBoot =
            Int64(wall.tv_sec) * 1000 + Int64(wall.tv_nsec) / 1_000_000 - BankLoop.now.nanoseconds / 1_000_000
        return network
    }

    private func act(on index: Int, _ body: (inout VirtualModem) -> [VirtualModemEffect]) -> Bool {
        defer { loop.wake() }
        return loop.state.withLock { state in
            guard state.slots.indices.contains(index), state.slots[index].terminal != nil else { return false }
            state.perform(body(&state.slots[index].modem), at: index)
            return true
        }
    }

    private static func link(_ target: String, _ name: String, in directory: String?) throws(SimulatorError) -> String {
        guard let directory else { return target }
        let path = "\(directory)/\(name)"
        try Remains.clear(path, of: S_IFLNK)
        guard unsafe symlink(target, path) == 0 else { throw .system("symlink \(path)", errno: errno) }
        return path
    }
}
