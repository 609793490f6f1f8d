/// Somebody who waits, and is woken once.
final class Waiter: @unchecked Sendable {
    private var continuation: CheckedContinuation<Void, Never>?
    private var isAwake = false

    /// `false`: it was woken before.
    func wait(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        requireTheOneThread()
        guard !isAwake else { return false }
        self.continuation = continuation
        return true
    }

    func wake() {
        requireTheOneThread()
        isAwake = true
        continuation?.resume()
        continuation = nil
    }
}
