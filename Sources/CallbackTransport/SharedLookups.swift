import NIOPosix
import Outbox
import Synchronization

/// Looks names up on threads of its own, since a lookup may hang for a long time and cannot be told to stop. Whoever waits is let go when
/// cancelled. One name takes one thread, however many ask for it: a customer whose name is dead delays no other, but as many
/// dead names as there are threads do.
final class SharedLookups: Sendable {
    private let waiting = Mutex<[String: [Once<[IPAddress]>]]>([:])
    private let pool: NIOThreadPool
    private let lookup: @Sendable (String) -> [IPAddress]

    init(threads: Int, lookup: @escaping @Sendable (String) -> [IPAddress]) {
        pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
        self.lookup = lookup
    }

    /// What the lookup tells; none when the task is cancelled.
    func addresses(of host: String) async -> [IPAddress] {
        let answer = Once<[IPAddress]>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                answer.wait(waiter)
                join(answer, host)
            }
        } onCancel: {
            answer.give([])
        }
    }

    private func join(_ answer: Once<[IPAddress]>, _ host: String) {
        let isFirst = waiting.withLock { waiting in
            waiting[host, default: []].append(answer)
            return waiting[host]?.count == 1
        }
        if isFirst { pool.submit { _ in self.answer(host) } }
    }

    private func answer(_ host: String) {
        guard isAwaited(host) else { return }
        let addresses = lookup(host)
        for waiter in waiting.withLock({ $0.removeValue(forKey: host) ?? [] }) { waiter.give(addresses) }
    }

    /// Forgets a name that everybody gave up waiting for, so that the next one asks anew.
    private func isAwaited(_ host: String) -> Bool {
        waiting.withLock { waiting in
            let isAwaited = waiting[host, default: []].contains { !$0.isGiven }
            if !isAwaited { waiting[host] = nil }
            return isAwaited
        }
    }
}
