import Modem
import Synchronization

/// A tty of the virtual world, from one opening to its end.
final class VirtualLink: ByteLink {
    private struct State {
        var received: (@Sendable ([UInt8]) -> Void)?
        var ended: (@Sendable (LinkEnd) -> Void)?
        var isOpen = true
    }

    private let world: VirtualWorld
    private let place: Int
    private let state = Mutex(State())

    init(world: VirtualWorld, place: Int) {
        self.world = world
        self.place = place
    }

    var executor: any SerialExecutor { world.executor }
    var taskExecutor: any TaskExecutor { world.executor }
    var isOpen: Bool { state.withLock { $0.isOpen } }

    func start(received: @escaping @Sendable ([UInt8]) -> Void, ended: @escaping @Sendable (LinkEnd) -> Void) {
        state.withLock { ($0.received, $0.ended) = (received, ended) }
    }

    func write(_ bytes: [UInt8]) {
        guard isOpen else { return }
        world.wrote(bytes, at: place, through: self)
    }

    func wake(after delay: Duration, _ body: @escaping @Sendable () -> Void) { world.after(delay, body) }

    func close() { end(.closed) }

    /// Hands bytes over; `false` where nobody listens.
    func deliver(_ bytes: [UInt8]) -> Bool {
        guard let received = state.withLock({ $0.isOpen ? $0.received : nil }) else { return false }
        received(bytes)
        return true
    }

    func end(_ end: LinkEnd) {
        let ended = state.withLock { state in
            defer { (state.isOpen, state.received, state.ended) = (false, nil, nil) }
            return state.isOpen ? state.ended : nil
        }
        // As on an event loop: not within the call that closes.
        if let ended { world.after(.zero) { ended(end) } }
    }
}
