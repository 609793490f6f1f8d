import Outbox

/// Wakes one waiter: rung before it waits, it does not wait at all.
struct Alarm: Sendable {
    let clock: GatewayClock
    private let bell = Doorbell()

    init(clock: GatewayClock) { self.clock = clock }

    func ring() { bell.ring() }

    /// Until it rings, at the longest for this time.
    func wait(atMost limit: Duration) async {
        await withTaskGroup { group in
            group.addTask { await bell.wait() }
            group.addTask { [clock] in try? await clock.sleep(limit) }
            await group.next()
            group.cancelAll()
        }
    }
}
