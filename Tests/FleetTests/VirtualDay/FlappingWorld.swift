import Fleet
import Logging
import Modem
import ModemSimulator
import Synchronization
import Telephony
import VirtualWorld

/// Sockets, time and a notebook of what happened. The fleet in it is the one that runs in the field.
final class FlappingWorld: Sendable {
    /// What happened.
    struct Notes {
        /// Callers whose number was read from an open port, and when.
        var reached: [String: BootInstant] = [:]
        /// Callers whose call was recorded, and when that call began to ring.
        var settled: [String: BootInstant] = [:]
        /// When a `RING` was read first from an open port.
        var firstRing: BootInstant?
        /// How often a port was opened.
        var openings = 0
        /// Calls whose row was opened, and those whose row was closed.
        var opened: Set<CallID> = []
        var closed: Set<CallID> = []
    }

    private final class Notebook: Sendable {
        let notes = Mutex(Notes())

        func reached(_ bytes: [UInt8], at now: BootInstant) {
            let text = String(decoding: bytes, as: UTF8.self)
            if text.contains("RING") { notes.withLock { $0.firstRing = $0.firstRing ?? now } }
            guard text.contains("+CLIP: \""), let number = text.split(separator: "\"").dropFirst().first else { return }
            notes.withLock { if $0.reached[String(number)] == nil { $0.reached[String(number)] = now } }
        }
    }

    let executor = ManualExecutor()
    let time = VirtualTime()
    let sockets: VirtualSockets
    private let notebook = Notebook()

    init(sticks: Int, _ personality: Personality = .generic) {
        sockets = VirtualSockets(
            Array(repeating: personality, count: sticks), time: time,
            observer: .init(delivered: { [notebook, time] _, bytes in notebook.reached(bytes, at: time.now) }))
    }

    var now: Moment {
        let instant = time.now
        return Moment(
            boot: BootID(rawValue: "day"), instant: instant, unixMilliseconds: 1_790_000_000_000 + instant.nanoseconds / 1_000_000)
    }

    var notes: Notes { notebook.notes.withLock { $0 } }

    /// Lets time pass, from event to event.
    func run(for duration: Duration) {
        let end = time.now.advanced(by: duration)
        repeat { executor.drain() } while time.step(until: end)
    }

    var surroundings: Surroundings {
        Surroundings(
            open: { path, _, _ in
                self.notebook.notes.withLock { $0.openings += 1 }
                return try self.sockets.open(path, on: self.executor, for: .world)
            }, now: { self.now },
            pause: { duration in await self.pause(duration) },
            settle: { call, _, _ in await self.settle(call) },
            close: { id in self.notebook.notes.withLock { _ = $0.closed.insert(id) } },
            fault: { _ in .init(code: "port-missing", reason: "the port cannot be opened", remedy: "Plug it in.") },
            pin: { _, _ in .refused("none") }, pinEntered: { _, _ in },
            recover: { step, port in self.sockets.recover(step, port) })
    }

    /// A fleet in this world, which runs until it is cancelled, and takes the sticks as discovery tells of them.
    func startFleet(
        _ policy: FleetPolicy = FleetPolicy(),
        logger: Logger = Logger(label: "flapping", factory: { _ in SwiftLogNoOpLogHandler() })
    ) -> (fleet: Fleet, running: Task<Void, Never>) {
        let fleet = Fleet(ports: [], awaitsDevices: true, policy: policy, surroundings: surroundings, logger: logger)
        return (fleet, Task(executorPreference: executor) { await fleet.run() })
    }

    /// What is asked of a fleet in this world, at this instant.
    func ask<Answer: Sendable>(_ question: @escaping @Sendable () async -> Answer) -> Answer? {
        let answer = Mutex<Answer?>(nil)
        _ = Task(executorPreference: executor) {
            let known = await question()
            answer.withLock { $0 = known }
        }
        run(for: .zero)
        return answer.withLock { $0 }
    }

    private func pause(_ duration: Duration) async {
        await withCheckedContinuation { waiter in time.after(duration) { waiter.resume() } }
    }

    /// The commit takes a moment.
    private func settle(_ call: IncomingCall) async -> RecordedCall {
        await pause(.milliseconds(2))
        notebook.notes.withLock { notes in
            if case .presented(let digits, _) = call.caller { notes.settled[digits] = call.rangAt.instant }
            notes.opened.insert(call.id)
        }
        return RecordedCall(id: call.id) {}
    }
}
