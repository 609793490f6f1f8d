import Telephony
import Testing

@testable import Fleet

@Suite struct ReceivabilityPlanTests {
    private static let hour: Int64 = 3_600_000
    private let lines = ["a", "b", "c"].map(LineID.init(rawValue:))

    private func test(_ caller: Int, _ called: Int, at: Int64, _ outcome: LineTest.Outcome) -> LineTest {
        LineTest(caller: lines[caller], called: lines[called], at: at, outcome: outcome)
    }

    /// Runs the plan for some days, a look each minute; each test comes out as `outcome` says.
    private func run(
        _ plan: inout ReceivabilityPlan, among lines: [LineID], days: Int64,
        outcome: (ReceivabilityPlan.Pair, Int64) -> LineTest.Outcome = { _, _ in .arrived }
    ) -> [LineTest] {
        var tests: [LineTest] = []
        for now in stride(from: Int64(0), to: days * 24 * Self.hour, by: 60_000) {
            guard let pair = plan.next(among: lines, busy: [], at: now) else { continue }
            let test = LineTest(caller: pair.caller, called: pair.called, at: now, outcome: outcome(pair, now))
            plan.tested(test)
            tests.append(test)
        }
        return tests
    }

    @Test func `what was noted under a clock of the future stops no later test, and hides no later failure`() {
        let year = 365 * 24 * Self.hour
        var plan = ReceivabilityPlan(policy: .init(), proofs: [lines[0]: year], tests: [test(1, 0, at: year, .arrived)], at: 0)
        #expect(plan.due(lines[0]) <= 15 * Self.hour)
        plan.arrived(on: lines[1], at: year)
        plan.tested(test(0, 2, at: year, .arrived))
        plan.tested(test(0, 2, at: year + 1, .arrived))
        plan.forget(after: Self.hour)
        #expect(plan.due(lines[1]) <= 16 * Self.hour)
        #expect(plan.caller(of: lines[2], among: [lines[0], lines[2]], at: Self.hour) == lines[0])
        plan.tested(test(0, 1, at: 2 * Self.hour, .notArrived))
        #expect(plan.verdict(of: lines[1]) == .doubted)
    }

    @Test func `each line is called about twice a day, never twice within 12 hours, and nobody calls more than allowed`() {
        var plan = ReceivabilityPlan(policy: .init(), at: 0)
        let tests = run(&plan, among: lines, days: 7)
        for line in lines {
            let times = tests.filter { $0.called == line }.map(\.at)
            #expect((10...14).contains(times.count))
            #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= 12 * Self.hour })
            let calls = tests.filter { $0.caller == line }.map(\.at)
            for at in calls { #expect(calls.count { $0 <= at && $0 > at - 24 * Self.hour } <= 2) }
        }
    }

    @Test func `a call that arrives by itself puts the test off`() {
        var plan = ReceivabilityPlan(policy: .init(), at: 0)
        for hour in 0..<48 {
            for line in lines { plan.arrived(on: line, at: Int64(hour) * Self.hour) }
            #expect(plan.next(among: lines, busy: [], at: Int64(hour) * Self.hour + 1) == nil)
        }
    }

    @Test func `a line with a slot taken is left in peace, and so is one alone`() {
        let plan = ReceivabilityPlan(policy: .init(), at: 0)
        #expect(plan.next(among: lines, busy: Set(lines.dropFirst()), at: Self.hour) == nil)
        #expect(plan.next(among: [lines[0]], busy: [], at: Self.hour) == nil)
        #expect(ReceivabilityPlan(policy: .init(isOn: false), at: 0).next(among: lines, busy: [], at: Self.hour) == nil)
    }

    @Test func `one failed call is a doubt, since it may be the caller's fault`() {
        var plan = ReceivabilityPlan(policy: .init(), at: 0)
        plan.tested(test(0, 1, at: 1, .notArrived))
        #expect(plan.verdict(of: lines[1]) == .doubted)
    }

    @Test func `it counts against the line where the caller lately reached a third, or two callers failed`() {
        var plan = ReceivabilityPlan(policy: .init(), at: 0)
        plan.tested(test(0, 2, at: 1, .arrived))
        plan.tested(test(0, 1, at: 2, .notArrived))
        #expect(plan.verdict(of: lines[1]) == .failed)
        var two = ReceivabilityPlan(policy: .init(), at: 0)
        two.tested(test(0, 1, at: 1, .notArrived))
        two.tested(test(2, 1, at: 2, .notArrived))
        #expect(two.verdict(of: lines[1]) == .failed)
        two.arrived(on: lines[1], at: 3)
        #expect(two.verdict(of: lines[1]) == .proven)
    }

    @Test func `a doubt gets a second opinion from another line soon`() {
        var plan = ReceivabilityPlan(policy: .init(), proofs: [lines[0]: 0, lines[1]: 0, lines[2]: 0], at: 0)
        plan.tested(test(0, 1, at: Self.hour, .notArrived))
        let pair = plan.next(among: lines, busy: [], at: Self.hour * 3 / 2)
        #expect(pair == ReceivabilityPlan.Pair(caller: lines[2], called: lines[1]))
    }

    @Test func `a modem that does not dial says nothing of the line that it should have called`() {
        var plan = ReceivabilityPlan(policy: .init(), proofs: [lines[1]: 0], at: 0)
        plan.tested(test(0, 1, at: 1, .notDialled))
        #expect(plan.verdict(of: lines[1]) == .proven)
    }

    @Test func `a deaf line among healthy ones is found and taken out within a day or so`() {
        var plan = ReceivabilityPlan(policy: .init(), at: 0)
        let deaf = lines[1]
        _ = run(&plan, among: lines, days: 2) { pair, _ in pair.called == deaf ? .notArrived : .arrived }
        #expect(lines.map(plan.verdict) == [.proven, .failed, .proven])
    }

    @Test func `with two lines a deaf one is never more than doubted, and the budget holds`() {
        var plan = ReceivabilityPlan(policy: .init(), at: 0)
        let pair = Array(lines.prefix(2))
        let tests = run(&plan, among: pair, days: 7) { test, _ in test.called == pair[1] ? .notArrived : .arrived }
        #expect(plan.verdict(of: pair[1]) == .doubted)
        for line in pair {
            let calls = tests.filter { $0.caller == line }.map(\.at)
            for at in calls { #expect(calls.count { $0 <= at && $0 > at - 24 * Self.hour } <= 2) }
        }
    }

    @Test func `the one other line does not fail it twice within an interval`() {
        var plan = ReceivabilityPlan(policy: .init(perDay: 48), at: 0)
        let pair = Array(lines.prefix(2))
        let tests = run(&plan, among: pair, days: 2) { test, _ in test.called == pair[1] ? .notArrived : .arrived }
        let times = tests.filter { $0.called == pair[1] }.map(\.at)
        #expect(times.count >= 3 && zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= 12 * Self.hour })
    }

    @Test func `a call that was not dialled costs no budget, and is tried again soon`() {
        var plan = ReceivabilityPlan(policy: .init(perDay: 1), proofs: [lines[0]: 13 * Self.hour], at: 0)
        plan.tested(test(0, 1, at: Self.hour, .notDialled))
        #expect(plan.next(among: Array(lines.prefix(2)), busy: [], at: 2 * Self.hour)?.called == lines[1])
    }

    @Test func `a restart knows of the tests that arrived, and brings no failure back`() {
        let tests = [test(0, 1, at: 1, .notArrived), test(2, 1, at: 2, .notArrived), test(0, 1, at: 3, .arrived)]
        #expect(ReceivabilityPlan(policy: .init(), tests: tests, at: 4).verdict(of: lines[1]) == .proven)
    }
}
