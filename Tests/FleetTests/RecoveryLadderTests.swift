import Telephony
import Testing

@testable import Fleet

@Suite struct RecoveryLadderTests {
    private static let start = BootInstant(nanoseconds: 1_000_000_000)

    /// What a modem gets that fails for so long, each session lasting `session`.
    private func climb(_ ladder: inout RecoveryLadder, from now: inout BootInstant, for duration: Duration, session: Duration)
        -> [RecoveryLadder.Step]
    {
        let end = now.advanced(by: duration)
        var steps: [RecoveryLadder.Step] = []
        while now < end {
            let attempt = ladder.failed(.broken, at: now)
            steps.append(attempt.step)
            now = now.advanced(by: attempt.pause + session)
        }
        return steps
    }

    @Test func `a modem that stays broken climbs rung by rung and is then left alone, with a try now and then`() {
        var ladder = RecoveryLadder()
        var now = Self.start
        let steps = climb(&ladder, from: &now, for: .seconds(600), session: .seconds(12))
        #expect(
            steps.prefix(9) == [
                .reopen, .reopen, .reset, .reopen, .usbReset, .reopen, .powerCycle, .reopen, .outOfService,
            ])
    }

    @Test(arguments: [1, 12, 60, 599, 601, 3000])
    func `no day of failures costs more resets than the budget`(session: Int) {
        let budget = RecoveryLadder.Budget(perHour: 3, perDay: 8)
        var ladder = RecoveryLadder(budget: budget)
        var now = Self.start
        var resets: [BootInstant] = []
        for round in 0..<3000 {
            if round.isMultiple(of: 2) { ladder.cameUp(at: now) }
            now = now.advanced(by: .seconds(session))
            let attempt = ladder.failed(.broken, at: now)
            if [.reset, .usbReset, .powerCycle].contains(attempt.step) { resets.append(now) }
            now = now.advanced(by: attempt.pause)
        }
        for (index, reset) in resets.enumerated() {
            let later = resets[index...]
            #expect(later.count { $0.duration(since: reset) < .seconds(3600) } <= budget.perHour)
            #expect(later.count { $0.duration(since: reset) < .seconds(86_400) } <= budget.perDay)
        }
        #expect(resets.isEmpty == (session > 600), "a modem that serves ten minutes at a time needs none")
    }

    @Test func `a port that is not there, or somebody else's, is never reset`() {
        var ladder = RecoveryLadder()
        var now = Self.start
        for _ in 0..<1000 {
            let attempt = ladder.failed(.unreachable, at: now)
            #expect(attempt.step == .reopen && attempt.pause <= .seconds(30))
            now = now.advanced(by: attempt.pause)
        }
    }

    @Test func `a modem that served ten minutes begins at the first rung again, one that flaps does not`() {
        var ladder = RecoveryLadder()
        var now = Self.start
        for _ in 0..<2 { _ = ladder.failed(.broken, at: now) }
        ladder.cameUp(at: now)
        now = now.advanced(by: .seconds(60))
        #expect(ladder.failed(.broken, at: now).step == .reset)
        ladder.cameUp(at: now)
        now = now.advanced(by: .seconds(601))
        #expect(ladder.failed(.broken, at: now).step == .reopen)
    }

    @Test func `out of service ends once the budget allows another climb`() throws {
        var ladder = RecoveryLadder()
        var now = Self.start
        let steps = climb(&ladder, from: &now, for: .seconds(7200), session: .seconds(12))
        let first = try #require(steps.firstIndex(of: .outOfService))
        #expect(steps[first...].contains(.reset))
    }
}
