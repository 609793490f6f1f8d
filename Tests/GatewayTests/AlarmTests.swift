import Synchronization
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct AlarmTests {
    /// By which a short wait is over at once, and a long one never: whoever is not rung exceeds the time limit.
    private let clock = GatewayClock(
        machine: { SystemClock().now() },
        sleep: { if $0 > .seconds(1) { try await ContinuousClock().sleep(for: .seconds(86_400)) } })

    @Test func `an alarm that was slept through still waits to be rung the next time`() async {
        let alarm = Alarm(clock: clock)
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
        let alarm = Alarm(clock: clock)
        alarm.ring()
        await alarm.wait(atMost: .seconds(50))
    }
}

private final class Flag: Sendable {
    private let state = Mutex(false)

    var isUp: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}
