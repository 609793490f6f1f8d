import Logging
import Modem
public import Telephony

/// Whether calls reach the lines.
extension Fleet {
    /// How long after a failed test call its arrival is still looked for.
    private static let lateArrival = Duration.seconds(3)
    /// How often a line's proof is written down.
    private static let proofInterval: Int64 = 3_600_000

    /// The next test that is due. `busy`: lines on which a slot is taken.
    public func nextTest(busy: Set<LineID>) -> ReceivabilityPlan.Pair? {
        let now = surroundings.now().unixMilliseconds
        plan.forget(after: now)
        return plan.next(among: testable, busy: busy, at: now)
    }

    /// How long until a test may be due.
    public func untilNextTest() -> Duration {
        let now = surroundings.now().unixMilliseconds
        return .milliseconds(max(60_000, (testable.map(plan.due).min() ?? .max / 2) - now))
    }

    /// The line that may call this one now; `nil`: no other line takes calls, or all have called often enough today.
    public func caller(of line: LineID, busy: Set<LineID>) -> ReceivabilityPlan.Pair? {
        let idle = testable.filter { !busy.contains($0) }
        return plan.caller(of: line, among: idle, at: surroundings.now().unixMilliseconds).map {
            ReceivabilityPlan.Pair(caller: $0, called: line)
        }
    }

    /// Has one line call another, and notes what came of it.
    public func test(_ pair: ReceivabilityPlan.Pair) async -> LineTest.Outcome {
        let dialledAt = surroundings.now()
        underTest.formUnion([pair.caller, pair.called])
        defer { underTest.subtract([pair.caller, pair.called]) }
        let outcome = await dial(pair, since: dialledAt)
        let test = LineTest(caller: pair.caller, called: pair.called, at: dialledAt.unixMilliseconds, outcome: outcome)
        plan.tested(test)
        if outcome == .arrived { await surroundings.inventory.noteProof(pair.called, test.at) }
        await surroundings.inventory.record(test)
        logger.log(
            level: outcome == .arrived ? .info : .warning, "a line called another",
            metadata: [
                "caller": "\(maskedDigits(pair.caller.rawValue))", "called": "\(maskedDigits(pair.called.rawValue))",
                "outcome": "\(outcome.rawValue)",
            ])
        surroundings.changed()
        return outcome
    }

    private func dial(_ pair: ReceivabilityPlan.Pair, since dialledAt: Moment) async -> LineTest.Outcome {
        guard let caller = station(of: pair.caller), let called = station(of: pair.called), let session = caller.session,
            let other = called.session,
            let number = called.snapshot.number, let own = caller.snapshot.number
        else { return .notDialled }
        let end = await session.call(number)
        guard end != .refused else { return .notDialled }
        if arrival(on: pair.called, since: dialledAt) == nil { await surroundings.pause(Fleet.lateArrival) }
        if let arrival = arrival(on: pair.called, since: dialledAt) { return arrival.number == own ? .arrived : .withoutNumber }
        // One that was away meanwhile has failed no test.
        return station(of: pair.called)?.session === other ? .notArrived : .notDialled
    }

    private func arrival(on line: LineID, since dialledAt: Moment) -> ArrivalBoard.Arrival? {
        surroundings.arrivals.last(on: line).flatMap { $0.rangAt.isAfter(dialledAt) ? $0 : nil }
    }

    private func station(of line: LineID) -> Station? {
        order.lazy.compactMap { self.stations[$0] }.first { $0.snapshot.state == .ready && $0.snapshot.line == line }
    }

    /// Lines that may call and be called now.
    private var testable: [LineID] {
        healthy(allowsRoaming: false).filter { isTested($0) && !underTest.contains($0.line) }.map(\.line)
    }

    /// Modems that look well, whatever the tests said of their lines.
    private func healthy(allowsRoaming: Bool) -> [ModemSnapshot] {
        let now = surroundings.now()
        return order.compactMap { stations[$0]?.snapshot }.filter { $0.takesCalls(at: now, allowsRoaming: allowsRoaming) }
    }

    private func isTested(_ modem: ModemSnapshot) -> Bool {
        policy.receivability.isOn && modem.facts.card.map { !policy.receivability.exempt.contains($0) } ?? true
    }

    /// A call that arrives with its number shows that others would.
    func proved(_ line: LineID) async {
        guard !underTest.contains(line), let arrival = surroundings.arrivals.last(on: line), arrival.number != nil else { return }
        let (before, now) = (plan.proofs[line], arrival.rangAt.unixMilliseconds)
        let isNews = plan.verdict(of: line) != .proven || before.map { now - $0 > Fleet.proofInterval } ?? true
        plan.arrived(on: line, at: now)
        if isNews { await surroundings.inventory.noteProof(line, now) }
    }

    /// What the tests say of a modem's line. The last lines are never taken out: then it is only a doubt.
    func receivability(of modem: ModemSnapshot) -> ReceivabilityPlan.Verdict {
        guard isTested(modem) else { return plan.proofs[modem.line] == nil ? .untested : .proven }
        let verdict = plan.verdict(of: modem.line)
        guard verdict == .failed else { return verdict }
        let hasOthers = healthy(allowsRoaming: policy.allowsRoaming).contains {
            !isTested($0) || plan.verdict(of: $0.line) != .failed
        }
        return hasOthers ? .failed : .doubted
    }
}
