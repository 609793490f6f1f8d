import Logging
import SQLiteStore
import Synchronization
import Telephony

/// Sees to the database itself: commits what waited a second for a commit; while it cannot be written, tries whether it can be again; and
/// looks through it for damage.
struct DiskWatch: Sendable {
    static let pause = Duration.seconds(1)
    static let beforeExamination = Duration.seconds(30)
    static let betweenExaminations = Duration.seconds(7 * 86_400)

    /// What the last examination found.
    final class Findings: Sendable {
        private let found = Mutex<[String]>([])

        var damage: [String] { found.withLock { $0 } }
        func note(_ damage: [String]) { found.withLock { $0 = damage } }
    }

    let store: SQLiteStore
    let clock: GatewayClock
    let findings: Findings
    let logger: Logger

    func run() async {
        await withDiscardingTaskGroup { group in
            var examination = clock.now().instant.advanced(by: DiskWatch.beforeExamination)
            var isMissed = false
            while !Task.isCancelled {
                try? await clock.sleep(DiskWatch.pause)
                if store.failure == nil { try? await store.flush() } else { try? await store.tryWriting() }
                if !isMissed, !store.isInPlace {
                    isMissed = true
                    logger.critical(
                        "the database was removed or replaced: stop ringcheck and restore a backup",
                        metadata: ["path": "\(store.path)"])
                }
                guard clock.now().instant >= examination else { continue }
                examination = clock.now().instant.advanced(by: DiskWatch.betweenExaminations)
                group.addTask { await examine() }
            }
        }
    }

    private func examine() async {
        do {
            let damage = try await store.damage()
            findings.note(damage)
            guard !damage.isEmpty else { return }
            logger.critical("the database is damaged: stop ringcheck and restore a backup", metadata: ["found": "\(damage)"])
        } catch {
            logger.warning("the database was not looked through", metadata: ["error": "\(error)"])
        }
    }
}
