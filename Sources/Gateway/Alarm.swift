import Outbox

/// Wakes one waiter: rung before it waits, it does not wait at all.
struct Alarm: Sendable {
    private let bell = Doorbell()

    func ring() { bell.ring() }

    /// Until it rings, at the longest for this time.
    func wait(atMost limit: Duration) async {
        await withTaskGroup { group in
            group.addTask { await bell.wait() }
            group.addTask { try? await ContinuousClock().sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }
}
