public import Fleet
public import Modem
public import ModemSimulator
import Synchronization
public import Telephony

/// USB sockets with virtual modems in them.
public final class VirtualSockets: Sendable {
    private struct State {
        var sticks: [VirtualStick]
        var nextTTY: Int
        /// When which modem was reset from outside.
        var resets: [Int: [BootInstant]] = [:]
    }

    public struct Unreachable: Error {}

    /// What is told of: a call's fate at a modem, bytes that reached an open port, and modems that start again from outside.
    public struct Observer: Sendable {
        public let happened: @Sendable (_ stick: Int, VirtualModemEvent) -> Void
        public let delivered: @Sendable (_ stick: Int, [UInt8]) -> Void
        public let wrote: @Sendable (_ stick: Int, [UInt8]) -> Void
        public let restarted: @Sendable (_ stick: Int) -> Void

        public init(
            happened: @escaping @Sendable (Int, VirtualModemEvent) -> Void = { _, _ in },
            delivered: @escaping @Sendable (Int, [UInt8]) -> Void = { _, _ in },
            wrote: @escaping @Sendable (Int, [UInt8]) -> Void = { _, _ in },
            restarted: @escaping @Sendable (Int) -> Void = { _ in }
        ) {
            self.happened = happened
            self.delivered = delivered
            self.wrote = wrote
            self.restarted = restarted
        }
    }

    /// Known by its USB identity.
    private static let family = ModemProfile(name: "virtual", title: "Virtual stick")

    let time: VirtualTime
    private let observer: Observer
    private let state: Mutex<State>

    /// One stick of each personality, all plugged in.
    public init(_ personalities: [Personality], time: VirtualTime, observer: Observer) {
        self.time = time
        self.observer = observer
        var all = personalities.enumerated().map(VirtualStick.init)
        for index in all.indices { all[index].tty = index }
        state = Mutex(State(sticks: all, nextTTY: all.count))
    }

    public var sticks: [VirtualStick] { state.withLock { $0.sticks } }
    public var resets: [Int: [BootInstant]] { state.withLock { $0.resets } }
    public var dropped: Int { sticks.reduce(0) { $0 + $1.dropped } }

    /// What is plugged in, as discovery would tell.
    public var ports: [Port] {
        sticks.enumerated().compactMap { index, stick in
            stick.tty.map {
                Port(id: "socket-\(index)", paths: ["/dev/tty\($0)"], profile: VirtualSockets.family, isAttached: true)
            }
        }
    }

    // MARK: What happens to the modems

    /// Does something with a modem and carries out what it wants.
    public func with(_ index: Int, _ body: (inout VirtualStick, BootInstant) -> [VirtualModemEffect]) {
        let now = time.now
        let effects = state.withLock { body(&$0.sticks[index], now) }
        carryOut(effects, at: index)
    }

    /// Draws the plug; the tty is gone at once.
    public func unplug(_ index: Int) {
        let now = time.now
        let link = state.withLock { state in
            state.sticks[index].restart(at: now)
            state.sticks[index].tty = nil
            defer { state.sticks[index].link = nil }
            return state.sticks[index].link
        }
        observer.restarted(index)
        link?.end(.disconnected)
    }

    /// The tty fails; the modem knows nothing of it.
    public func cut(_ index: Int) { state.withLock { $0.sticks[index].link }?.end(.failed("EIO")) }

    /// Plugs it in again, under another tty name.
    public func plug(_ index: Int) {
        let now = time.now
        state.withLock { state in
            guard state.sticks[index].tty == nil else { return }
            state.sticks[index].tty = state.nextTTY
            state.sticks[index].restart(at: now)
            state.nextTTY += 1
        }
    }

    /// The power was away: all start again.
    public func restartAll() {
        let now = time.now
        state.withLock { state in
            for index in state.sticks.indices { state.sticks[index].restart(at: now) }
        }
        for index in sticks.indices { observer.restarted(index) }
    }

    /// The process that had the ports open is no more. What it waited for is given back, to be kept.
    public func abandonLinks() -> [Any] {
        state.withLock { state in
            state.sticks.indices.compactMap { index in
                defer { state.sticks[index].link = nil }
                return state.sticks[index].link?.abandon()
            }
        }
    }

    func wrote(_ bytes: [UInt8], at index: Int, through link: VirtualLink) {
        observer.wrote(index, bytes)
        time.after(.milliseconds(1)) {
            self.with(index) { stick, now in
                guard stick.link === link, stick.thaw == nil, stick.isUp(at: now) else { return [] }
                return stick.modem.received(bytes, at: now)
            }
        }
    }

    private func carryOut(_ effects: [VirtualModemEffect], at index: Int) {
        for effect in effects {
            switch effect {
            case .event(let event): observer.happened(index, event)
            case .write(let bytes): deliver(bytes, at: index)
            case .unplug: unplug(index)
            }
        }
        guard let deadline = state.withLock({ $0.sticks[index].modem.nextDeadline }) else { return }
        time.after(max(.milliseconds(1), deadline.duration(since: time.now))) {
            self.with(index) { stick, now in
                guard let due = stick.modem.nextDeadline, due <= now else { return [] }
                return stick.modem.elapsed(to: now)
            }
        }
    }

    private func deliver(_ bytes: [UInt8], at index: Int) {
        guard let link = state.withLock({ $0.sticks[index].thaw == nil ? $0.sticks[index].link : nil }) else { return }
        if link.deliver(bytes) { observer.delivered(index, bytes) }
    }

    // MARK: What the fleet does with them

    /// The socket of the modem with this tty.
    public func place(of path: String) -> Int? { sticks.firstIndex { $0.tty.map { "/dev/tty\($0)" } == path } }

    /// Opens a tty for a process.
    public func open(_ path: String, on loop: ManualExecutor, for owner: VirtualTime.Owner) throws -> any ByteLink {
        try state.withLock { state in
            guard let index = state.sticks.firstIndex(where: { $0.tty.map { "/dev/tty\($0)" } == path }) else {
                throw Unreachable()
            }
            guard state.sticks[index].link?.isOpen != true else { throw Unreachable() }
            let link = VirtualLink(sockets: self, place: index, loop: loop, owner: owner)
            state.sticks[index].link = link
            return link
        }
    }

    /// Hits a modem as hard as the step says.
    public func recover(_ step: RecoveryLadder.Step, _ port: Port) -> String? {
        guard let index = Int(port.id.dropFirst("socket-".count)) else { return "no such socket" }
        let level: VirtualStick.Thaw = step == .reset ? .reset : step == .usbReset ? .usbReset : .powerCycle
        let now = time.now
        let isRestarted = state.withLock { state in
            state.resets[index, default: []].append(now)
            guard let thaw = state.sticks[index].thaw, thaw.rawValue <= level.rawValue else { return false }
            state.sticks[index].restart(at: now)
            return true
        }
        if isRestarted { observer.restarted(index) }
        return nil
    }
}
