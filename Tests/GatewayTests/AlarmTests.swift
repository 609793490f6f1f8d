import Synchronization
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct AlarmTests {
    @Test func `an alarm that was slept through still waits to be rung the next time`() async {
        let alarm = Alarm(clock: .system())
        let isRung = Flag()
        await alarm.wait(atMost: .milliseconds(1))
        await withTaskGroup { group in
            group.addTask {
                await alarm.wait(atMost: .seconds(50))
                #expect(isRung.isUp)
            }
            group.addTask {
                for _ in 0..<1000 { await Task.yield() }
                isRung.raise()
                alarm.ring()
            }
        }
    }

    @Test func `an alarm rung before anybody waits does not make the next one wait`() async {
        let alarm = Alarm(clock: .system())
        alarm.ring()
        await alarm.wait(atMost: .seconds(50))
    }
}

private final class Flag: Sendable {
    private let state = Mutex(false)

    var isUp: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}
