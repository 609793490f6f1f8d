import Synchronization
public import Verification

/// Tells whoever watches just now what happened, after it was recorded. It keeps nothing: a watcher that falls behind is cut off.
public final class EventHub: Sendable {
    /// Watchers at a time, of all applications together.
    static let capacity = 512
    /// Of these, how many may be browsers: some places are kept for keys.
    static let browsers = 384
    /// How many may be browsers that watch one verification.
    static let browsersOfOne = 8
    /// How many may watch with the keys of one application.
    static let keysOfOne = 256
    static let backlog = 256

    /// Something that happened to one application.
    public struct Notice: Hashable, Sendable {
        /// Whose watchers are told.
        public let application: ApplicationName
        /// `nil`: a pending verification shows something new, such as its last call.
        public let event: Event?
        /// What it is about.
        public let subject: String

        /// Its subject is that of the event.
        public init(_ event: Event, to application: ApplicationName) {
            self.application = application
            self.event = event
            subject = event.subject
        }

        /// A pending verification shows something new; watchers read it again.
        public init(changed verification: VerificationID, of application: ApplicationName) {
            self.application = application
            event = nil
            subject = verification.rawValue
        }
    }

    /// What opened a stream.
    enum Opener: Hashable, Sendable {
        case key
        /// A browser's token for this verification.
        case token(VerificationID)

        var isToken: Bool { self != .key }
    }

    private struct Watcher {
        let application: ApplicationName
        let opener: Opener
        let stream: AsyncStream<Notice>.Continuation
    }

    private struct State {
        var watchers: [Int: Watcher] = [:]
        var next = 0
        var isClosed = false

        /// Nobody takes the places of all others.
        func hasRoom(for application: ApplicationName, _ opener: Opener) -> Bool {
            guard watchers.count < EventHub.capacity else { return false }
            let alike = watchers.values.count { $0.application == application && $0.opener == opener }
            guard opener.isToken else { return alike < EventHub.keysOfOne }
            return alike < EventHub.browsersOfOne && watchers.values.count { $0.opener.isToken } < EventHub.browsers
        }
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

    /// What happens to an application from now on, which is over once the gateway stops; `nil`: too many watch already.
    func watch(_ application: ApplicationName, by opener: Opener) -> AsyncStream<Notice>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Notice.self, bufferingPolicy: .bufferingOldest(EventHub.backlog))
        let number = state.withLock { state -> Int? in
            guard state.hasRoom(for: application, opener) else { return nil }
            state.next += 1
            state.watchers[state.next] = Watcher(application: application, opener: opener, stream: continuation)
            return state.next
        }
        guard let number else { return nil }
        if state.withLock({ $0.isClosed }) { continuation.finish() }
        continuation.onTermination = { [weak self] _ in
            // Not within the lock: a stream may end while it is yielded to.
            self?.forget(number)
        }
        return stream
    }

    /// Ends all streams, also those that are still to come: the gateway stops, and waits for them.
    public func close() {
        let watchers = state.withLock { state in
            state.isClosed = true
            return state.watchers.values.map(\.stream)
        }
        for watcher in watchers { watcher.finish() }
    }

    private func forget(_ number: Int) { state.withLock { state in state.watchers[number] = nil } }
}
