import Synchronization
public import Verification

/// Tells whoever watches just now what happened, after it was recorded. It keeps nothing: a watcher that falls behind is cut off.
public final class EventHub: Sendable {
    /// Watchers at a time, of all applications together.
    static let capacity = 512
    static let backlog = 256

    /// Something that happened to one application.
    public struct Notice: Hashable, Sendable {
        public let application: ApplicationName
        /// `nil`: a pending verification shows something new, such as its last call.
        public let event: Event?
        /// What it is about.
        public let subject: String

        public init(_ event: Event, to application: ApplicationName) {
            self.application = application
            self.event = event
            subject = event.subject
        }

        public init(changed verification: VerificationID, of application: ApplicationName) {
            self.application = application
            event = nil
            subject = verification.rawValue
        }
    }

    private struct State {
        var watchers: [Int: (application: ApplicationName, stream: AsyncStream<Notice>.Continuation)] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// Tells those who watch this application.
    public func publish(_ notice: Notice) {
        let watchers = state.withLock { state in
            state.watchers.values.filter { $0.application == notice.application }.map(\.stream)
        }
        for watcher in watchers {
            if case .dropped = watcher.yield(notice) { watcher.finish() }
        }
    }

    /// What happens to an application from now on; `nil`: too many watch already.
    func watch(_ application: ApplicationName) -> AsyncStream<Notice>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Notice.self, bufferingPolicy: .bufferingOldest(EventHub.backlog))
        let number = state.withLock { state -> Int? in
            guard state.watchers.count < EventHub.capacity else { return nil }
            state.next += 1
            state.watchers[state.next] = (application, continuation)
            return state.next
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in
            // Not within the lock: a stream may end while it is yielded to.
            self?.forget(number)
        }
        return stream
    }

    /// Ends all streams: the gateway stops.
    public func close() {
        let watchers = state.withLock { state in state.watchers.values.map(\.stream) }
        for watcher in watchers { watcher.finish() }
    }

    private func forget(_ number: Int) { state.withLock { state in state.watchers[number] = nil } }
}
