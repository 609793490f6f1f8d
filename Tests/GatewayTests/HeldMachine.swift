import Foundation
import SQLiteStore
import Synchronization
import Telephony

@testable import Gateway

/// A machine whose clock is set by hand, whose disk can be held back, and whose sleepers wait until they are woken.
final class HeldMachine: Sendable {
    /// What came to wait there.
    enum Event: Hashable {
        case held(StoreExecution.Work), sleeps(Duration)
        /// The test itself says so.
        case done
    }

    private struct State {
        var now = BootInstant(nanoseconds: 1_000_000_000)
        /// By how much the wall clock was set.
        var wallStep = Duration.zero
        var isHolding: StoreExecution.Work?
        var held: [@Sendable () -> Void] = []
        var isAwake = false
        var sleepers: [AsyncStream<Void>.Continuation] = []
    }

    private let state = Mutex(State())
    let (events, happens) = AsyncStream.makeStream(of: Event.self)

    var clock: GatewayClock { GatewayClock(machine: now, sleep: sleep) }
    var execution: StoreExecution { .ruled(by: run) }

    func now() -> Moment {
        let (instant, step) = state.withLock { ($0.now, $0.wallStep) }
        return Moment(
            boot: BootID(rawValue: "a"), instant: instant,
            unixMilliseconds: 1_800_000_000_000 + (instant.nanoseconds + step.wholeNanoseconds) / 1_000_000)
    }

    func pass(_ duration: Duration) { state.withLock { $0.now = $0.now.advanced(by: duration) } }

    /// Sets the wall clock ahead, or back.
    func setWallClock(by step: Duration) { state.withLock { $0.wallStep += step } }

    /// Work of this kind waits from now on.
    func hold(_ work: StoreExecution.Work) { state.withLock { $0.isHolding = work } }

    func letGo() {
        let jobs = state.withLock { state in
            defer { (state.isHolding, state.held) = (nil, []) }
            return state.held
        }
        for job in jobs { Thread.detachNewThread(job) }
    }

    /// Whoever sleeps now is woken.
    func wake() {
        let sleepers = state.withLock { state in
            defer { state.sleepers = [] }
            return state.sleepers
        }
        for sleeper in sleepers { sleeper.finish() }
    }

    /// Nobody sleeps any longer than a moment.
    func wakeAll() {
        let sleepers = state.withLock { state in
            state.isAwake = true
            return state.sleepers
        }
        for sleeper in sleepers { sleeper.finish() }
    }

    /// Returns once this happened.
    func awaits(_ event: Event) async { for await happening in events where happening == event { return } }

    /// What happens next.
    func next() async -> Event? { await events.first { _ in true } }

    private func run(_ work: StoreExecution.Work, _ job: @escaping @Sendable () -> Void) {
        let isHeld = state.withLock { state in
            guard state.isHolding == work else { return false }
            state.held.append(job)
            return true
        }
        if isHeld { happens.yield(.held(work)) } else { Thread.detachNewThread(job) }
    }

    private func sleep(_ duration: Duration) async throws {
        let (waking, sleeper) = AsyncStream.makeStream(of: Void.self)
        let isAwake = state.withLock { state in
            if !state.isAwake { state.sleepers.append(sleeper) }
            return state.isAwake
        }
        happens.yield(.sleeps(duration))
        if isAwake { await Task.yield() } else { for await _ in waking {} }
        try Task.checkCancellation()
    }
}

/// A directory of its own for a store; remove it when done.
func freshDirectory() -> String {
    FileManager.default.temporaryDirectory.appending(path: "ringcheck-\(UUID().uuidString)").path
}
