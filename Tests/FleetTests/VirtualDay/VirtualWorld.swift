import Fleet
import Logging
import Modem
import ModemSimulator
import Synchronization
import Telephony

/// A world without real time: USB sockets with virtual modems, a clock that jumps from event to event, and a notebook of what
/// happened. The fleet in it is the one that runs in the field.
final class VirtualWorld: Sendable {
    private struct Timer {
        let at: BootInstant
        let order: Int
        let body: @Sendable () -> Void
    }

    private struct State {
        var now = BootInstant(nanoseconds: 1_000_000_000)
        var timers: [Timer] = []
        var order = 0
        var sticks: [VirtualStick]
        var nextTTY: Int
        var notes = Notes()
    }

    /// What happened.
    struct Notes {
        /// Callers whose number was read from an open port, and when.
        var reached: [String: BootInstant] = [:]
        var settled: [String] = []
        /// Calls whose row was opened, and those whose row was closed.
        var opened: Set<CallID> = []
        var closed: Set<CallID> = []
        /// When the ladder reset which modem.
        var resets: [Int: [BootInstant]] = [:]
    }

    struct Unreachable: Error {}

    /// Known by its USB identity.
    private static let family = ModemProfile(name: "virtual", title: "Virtual stick")

    let executor = ManualExecutor()
    private let state: Mutex<State>

    init(sticks: Int) {
        var all = (0..<sticks).map(VirtualStick.init)
        for index in all.indices { all[index].tty = index }
        state = Mutex(State(sticks: all, nextTTY: sticks))
    }

    var now: Moment {
        let instant = state.withLock { $0.now }
        return Moment(
            boot: BootID(rawValue: "day"), instant: instant, unixMilliseconds: 1_790_000_000_000 + instant.nanoseconds / 1_000_000)
    }

    var notes: Notes { state.withLock { $0.notes } }
    var dropped: Int { state.withLock { $0.sticks.reduce(0) { $0 + $1.dropped } } }

    /// What is plugged in, as discovery would tell.
    var ports: [Port] {
        state.withLock { state in
            state.sticks.enumerated().compactMap { index, stick in
                stick.tty.map {
                    Port(id: "socket-\(index)", paths: ["/dev/tty\($0)"], profile: VirtualWorld.family, isAttached: true)
                }
            }
        }
    }

    func after(_ delay: Duration, _ body: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.order += 1
            state.timers.append(Timer(at: state.now.advanced(by: delay), order: state.order, body: body))
        }
    }

    /// Lets time pass, from event to event.
    func run(for duration: Duration) {
        let end = now.instant.advanced(by: duration)
        executor.drain()
        while let timer = takeTimer(until: end) {
            timer.body()
            executor.drain()
        }
        state.withLock { $0.now = end }
    }

    private func takeTimer(until end: BootInstant) -> Timer? {
        state.withLock { state in
            guard let index = state.timers.indices.min(by: { VirtualWorld.isBefore(state.timers[$0], state.timers[$1]) }),
                state.timers[index].at <= end
            else { return nil }
            let timer = state.timers.remove(at: index)
            state.now = max(state.now, timer.at)
            return timer
        }
    }

    private static func isBefore(_ left: Timer, _ right: Timer) -> Bool {
        left.at == right.at ? left.order < right.order : left.at < right.at
    }

    // MARK: The modems

    /// Does something with a modem and carries out what it wants.
    func with(_ index: Int, _ body: (inout VirtualStick, BootInstant) -> [VirtualModemEffect]) {
        let effects = state.withLock { body(&$0.sticks[index], $0.now) }
        carryOut(effects, at: index)
    }

    func wrote(_ bytes: [UInt8], at index: Int, through link: VirtualLink) {
        after(.milliseconds(1)) {
            self.with(index) { stick, now in
                guard link.isOpen, stick.link === link, stick.thaw == nil, stick.bootsUntil <= now else { return [] }
                return stick.modem.received(bytes, at: now)
            }
        }
    }

    private func carryOut(_ effects: [VirtualModemEffect], at index: Int) {
        for case .write(let bytes) in effects {
            guard let link = state.withLock({ $0.sticks[index].thaw == nil ? $0.sticks[index].link : nil }) else { continue }
            if link.deliver(bytes) { note(bytes) }
        }
        let (deadline, now) = state.withLock { ($0.sticks[index].modem.nextDeadline, $0.now) }
        guard let deadline else { return }
        after(max(.milliseconds(1), deadline.duration(since: now))) {
            self.with(index) { stick, now in
                guard let due = stick.modem.nextDeadline, due <= now else { return [] }
                return stick.modem.elapsed(to: now)
            }
        }
    }

    private func note(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("+CLIP: \""), let number = text.split(separator: "\"").dropFirst().first else { return }
        state.withLock { if $0.notes.reached[String(number)] == nil { $0.notes.reached[String(number)] = $0.now } }
    }

    /// Draws the plug; the tty is gone at once.
    func unplug(_ index: Int) {
        let link = state.withLock { state in
            state.sticks[index].restart(at: state.now)
            state.sticks[index].tty = nil
            defer { state.sticks[index].link = nil }
            return state.sticks[index].link
        }
        link?.end(.disconnected)
    }

    /// Plugs it in again, under another tty name.
    func plug(_ index: Int) {
        state.withLock { state in
            guard state.sticks[index].tty == nil else { return }
            state.sticks[index].tty = state.nextTTY
            state.sticks[index].restart(at: state.now)
            state.nextTTY += 1
        }
    }

    // MARK: The world as the fleet sees it

    var surroundings: Surroundings {
        Surroundings(
            open: { path, _, _ in try self.open(path) }, now: { self.now },
            pause: { duration in await self.pause(duration) },
            settle: { call, _, _ in await self.settle(call) },
            close: { id in self.state.withLock { _ = $0.notes.closed.insert(id) } },
            fault: { _ in .init(code: "port-missing", reason: "the port cannot be opened", remedy: "Plug it in.") },
            pin: { _, _ in .refused("none") }, pinEntered: { _, _ in },
            recover: { step, port in self.recover(step, port) })
    }

    private func open(_ path: String) throws -> VirtualLink {
        try state.withLock { state in
            guard let index = state.sticks.firstIndex(where: { $0.tty.map { "/dev/tty\($0)" } == path }) else {
                throw Unreachable()
            }
            guard state.sticks[index].link?.isOpen != true else { throw Unreachable() }
            let link = VirtualLink(world: self, place: index)
            state.sticks[index].link = link
            return link
        }
    }

    private func pause(_ duration: Duration) async {
        await withCheckedContinuation { waiter in after(duration) { waiter.resume() } }
    }

    /// The commit takes a moment.
    private func settle(_ call: IncomingCall) async -> RecordedCall {
        await pause(.milliseconds(2))
        state.withLock { state in
            if case .presented(let digits, _) = call.caller { state.notes.settled.append(digits) }
            state.notes.opened.insert(call.id)
        }
        return RecordedCall(id: call.id) {}
    }

    private func recover(_ step: RecoveryLadder.Step, _ port: Port) -> String? {
        guard let index = Int(port.id.dropFirst("socket-".count)) else { return "no such socket" }
        let level: VirtualStick.Thaw = step == .reset ? .reset : step == .usbReset ? .usbReset : .powerCycle
        state.withLock { state in
            state.notes.resets[index, default: []].append(state.now)
            guard let thaw = state.sticks[index].thaw, thaw.rawValue <= level.rawValue else { return }
            state.sticks[index].restart(at: state.now)
        }
        return nil
    }
}
