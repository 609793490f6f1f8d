public import Modem
import Synchronization

/// A tty of the virtual world, from one opening to its end.
public final class VirtualLink: ByteLink {
    private struct State {
        var received: (@Sendable ([UInt8]) -> Void)?
        var ended: (@Sendable (LinkEnd) -> Void)?
        var isOpen = true
    }

    private let sockets: VirtualSockets
    private let place: Int
    private let loop: ManualExecutor
    let owner: VirtualTime.Owner
    private let state = Mutex(State())

    init(sockets: VirtualSockets, place: Int, loop: ManualExecutor, owner: VirtualTime.Owner) {
        self.sockets = sockets
        self.place = place
        self.loop = loop
        self.owner = owner
    }

    public var executor: any SerialExecutor { loop }
    public var taskExecutor: any TaskExecutor { loop }
    var isOpen: Bool { state.withLock { $0.isOpen } }

    public func start(received: @escaping @Sendable ([UInt8]) -> Void, ended: @escaping @Sendable (LinkEnd) -> Void) {
        state.withLock { ($0.received, $0.ended) = (received, ended) }
    }

    public func write(_ bytes: [UInt8]) {
        guard isOpen else { return }
        sockets.wrote(bytes, at: place, through: self)
    }

    public func wake(after delay: Duration, _ body: @escaping @Sendable () -> Void) {
        sockets.time.after(delay, for: owner, body)
    }

    public func close() { end(.closed) }

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
        if let ended { sockets.time.after(.zero, for: owner) { ended(end) } }
    }

    /// The process that had it open is no more: nothing is told to anybody.
    func abandon() -> Any {
        state.withLock { state in
            defer { (state.isOpen, state.received, state.ended) = (false, nil, nil) }
            return (state.received, state.ended)
        }
    }
}
