/// Lets many in who write times, or one alone who sets the clock. To be used on one actor.
final class ClockGate {
    private var inside = 0
    private var isClosed = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Waits while the clock is being set.
    func enter() async {
        while isClosed { await change() }
        inside += 1
    }

    func leave() {
        inside -= 1
        changed()
    }

    /// Lets nobody in any more, and waits until all are out.
    func close() async {
        while isClosed { await change() }
        isClosed = true
        while inside > 0 { await change() }
    }

    func open() {
        isClosed = false
        changed()
    }

    private func change() async { await withCheckedContinuation { waiting.append($0) } }

    private func changed() {
        let all = waiting
        waiting = []
        for waiter in all { waiter.resume() }
    }
}
