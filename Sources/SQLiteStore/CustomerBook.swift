import Synchronization

/// Holds ``Customers`` for readers and the one writer.
final class CustomerBook: Sendable {
    private let state = Mutex(Customers())

    init() {}

    var current: Customers { state.withLock { $0 } }

    func update(_ change: (inout Customers) -> Void) { state.withLock { change(&$0) } }
}
