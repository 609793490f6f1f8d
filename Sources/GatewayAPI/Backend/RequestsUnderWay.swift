import Synchronization
import Verification

/// Requests with an `Idempotency-Key` that are being answered just now.
final class RequestsUnderWay: Sendable {
    struct Mark: Hashable, Sendable {
        let application: ApplicationName
        let key: String
    }

    private let marks = Mutex<Set<Mark>>([])

    /// `false`: the same is under way.
    func begin(_ mark: Mark) -> Bool { marks.withLock { $0.insert(mark).inserted } }

    func end(_ mark: Mark) { marks.withLock { _ = $0.remove(mark) } }
}
