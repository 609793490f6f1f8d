import Synchronization

/// Counts the requests that one listener answered.
final class RequestCounter: Sendable {
    private let answered = Mutex<[Int: Int]>([:])

    /// By hundreds of the status.
    var counts: [Int: Int] { answered.withLock { $0 } }

    func count(status: Int) { answered.withLock { $0[status / 100, default: 0] += 1 } }
}
