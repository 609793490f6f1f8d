import HeapModule
import Synchronization
public import Telephony

/// Time that jumps from event to event.
public final class VirtualTime: Sendable {
    /// Whose event it is: what a process waits for ends with the process.
    public enum Owner: Hashable, Sendable {
        case world
        case process(Int)
    }

    private struct Timer: Comparable {
        let at: BootInstant
        let order: Int
        let owner: Owner
        let body: @Sendable () -> Void

        static func < (left: Timer, right: Timer) -> Bool {
            left.at == right.at ? left.order < right.order : left.at < right.at
        }

        static func == (left: Timer, right: Timer) -> Bool { left.order == right.order }
    }

    private struct State {
        var now = BootInstant(nanoseconds: 1_000_000_000)
        var timers = Heap<Timer>()
        var order = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// How long this world has been there; nothing in it steps or stops this.
    public var now: BootInstant { state.withLock { $0.now } }

    public func after(_ delay: Duration, for owner: Owner = .world, _ body: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.order += 1
            state.timers.insert(Timer(at: state.now.advanced(by: max(.zero, delay)), order: state.order, owner: owner, body: body))
        }
    }

    /// Goes to the next event before `end` and lets it happen; `false`: there is none, and it is `end` now.
    public func step(until end: BootInstant) -> Bool {
        let timer = state.withLock { state -> Timer? in
            guard let next = state.timers.min, next.at <= end else {
                state.now = max(state.now, end)
                return nil
            }
            state.now = max(state.now, next.at)
            return state.timers.popMin()
        }
        timer?.body()
        return timer != nil
    }

    /// Takes away what a process waits for, which is never to happen; to be kept, since nobody may hear that it is gone.
    public func takeAway(_ process: Int) -> [@Sendable () -> Void] {
        state.withLock { state in
            let (its, others) = state.timers.unordered.reduce(into: ([Timer](), [Timer]())) { parts, timer in
                if timer.owner == .process(process) { parts.0.append(timer) } else { parts.1.append(timer) }
            }
            state.timers = Heap(others)
            return its.map(\.body)
        }
    }
}
