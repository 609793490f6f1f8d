import Synchronization

/// A value that is given once, by whoever is first.
final class Once<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiter: CheckedContinuation<Value, Never>?
    }

    private let state = Mutex(State())

    var isGiven: Bool { state.withLock { $0.value != nil } }

    func wait(_ waiter: CheckedContinuation<Value, Never>) {
        let value = state.withLock { state in
            if state.value == nil { state.waiter = waiter }
            return state.value
        }
        if let value { waiter.resume(returning: value) }
    }

    func give(_ value: Value) {
        let waiter = state.withLock { state -> CheckedContinuation<Value, Never>? in
            guard state.value == nil else { return nil }
            state.value = value
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: value)
    }
}
