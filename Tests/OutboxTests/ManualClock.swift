import Outbox
import Synchronization

/// Time that moves only when the test says so; tells when somebody sleeps.
final class ManualClock: Sendable {
    private struct Sleeper {
        let deadline: UnixTime
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = UnixTime(milliseconds: 1_700_000_000_000)
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [(deadline: UnixTime, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var now: UnixTime { state.withLock { $0.now } }
    var courierClock: CourierClock { CourierClock(now: { self.now }, sleep: { try await self.sleep($0) }) }

    /// Waits until somebody sleeps up to that time, then makes it that time.
    func pass(to time: UnixTime) async {
        await sleeper(until: time)
        jump(to: time)
    }

    /// Waits until somebody sleeps up to that time.
    func sleeper(until time: UnixTime) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.values.contains(where: { $0.deadline == time }) { return true }
                state.watchers.append((time, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func jump(to time: UnixTime) {
        let due = state.withLock { state in
            state.now = time
            let due = state.sleepers.filter { $0.value.deadline <= time }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    private func sleep(_ duration: Duration) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { enter($0, id, duration) }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    private func enter(_ continuation: CheckedContinuation<Void, any Error>, _ id: Int, _ duration: Duration) {
        let (isCancelled, watchers) = state.withLock { state in
            guard !Task.isCancelled else { return (true, [CheckedContinuation<Void, Never>]()) }
            let deadline = state.now + duration
            state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
            let matching = state.watchers.filter { $0.deadline == deadline }
            state.watchers.removeAll { $0.deadline == deadline }
            return (false, matching.map(\.continuation))
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
        for watcher in watchers { watcher.resume() }
    }
}
