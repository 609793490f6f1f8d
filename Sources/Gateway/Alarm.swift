/// Wakes one waiter: rung before it waits, it does not wait at all.
struct Alarm: Sendable {
    private let rings: AsyncStream<Void>
    private let ringer: AsyncStream<Void>.Continuation

    init() { (rings, ringer) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1)) }

    func ring() { ringer.yield() }

    /// Until it rings, at the longest for this time.
    func wait(atMost limit: Duration) async {
        await withTaskGroup { group in
            group.addTask {
                for await _ in rings { return }
            }
            group.addTask { try? await ContinuousClock().sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }
}
