public import Telephony

/// Which line is to call which, to see whether calls reach it, and what the calls so far say. A value: no I/O, no clock.
///
/// A call that arrives by itself is as good a proof as a test. Operators take a SIM that calls and hangs up for a robot, so that
/// tests are rare: each line once in an interval, and each SIM calls a few times a day at most.
public struct ReceivabilityPlan: Equatable, Sendable {
    /// How often lines call each other.
    public struct Policy: Hashable, Sendable {
        /// `false`: no line calls another; calls that arrive prove a line all the same.
        public let isOn: Bool
        /// From one proof of a line to its next test, and up to a quarter more.
        public let interval: Duration
        /// How often one line may call within a day.
        public let perDay: Int
        /// Cards that neither call nor are called.
        public let exempt: Set<ICCID>

        public init(isOn: Bool = true, interval: Duration = .seconds(12 * 3600), perDay: Int = 2, exempt: Set<ICCID> = []) {
            self.isOn = isOn
            self.interval = interval
            self.perDay = perDay
            self.exempt = exempt
        }
    }

    /// Who calls whom.
    public struct Pair: Hashable, Sendable {
        /// The line that is to dial.
        public let caller: LineID
        /// The line that is to ring.
        public let called: LineID
    }

    /// What is known of a line.
    public enum Verdict: Hashable, Sendable {
        /// No call has arrived yet, and no test failed.
        case untested
        /// A call arrived with its number, and no test failed since.
        case proven
        /// A test failed, and it may be the caller's fault.
        case doubted
        /// Tests failed, and it is not the caller's fault.
        case failed
    }

    static let day: Int64 = 86_400_000
    /// A second opinion on a failed test may be had after this time.
    private static let secondOpinion: Int64 = 600_000

    private let policy: Policy
    private let startedAt: Int64
    /// When a call last arrived with its number, Unix milliseconds.
    public private(set) var proofs: [LineID: Int64]
    private var tests: [LineTest]

    /// `now` and all times: Unix milliseconds. `tests`: those of the last day at least.
    public init(policy: Policy, proofs: [LineID: Int64] = [:], tests: [LineTest] = [], at now: Int64) {
        self.policy = policy
        self.proofs = proofs
        self.tests = tests
        startedAt = now
        forget(after: now)
        for test in self.tests where test.outcome == .arrived {
            self.proofs[test.called] = max(test.at, self.proofs[test.called] ?? 0)
        }
    }

    /// What was noted under a clock that was in the future counts as of now, or not at all.
    public mutating func forget(after now: Int64) {
        tests.removeAll { $0.at > now }
        for (line, proof) in proofs where proof > now { proofs[line] = now }
    }

    /// A call arrived on this line with its number. `now`: Unix milliseconds.
    public mutating func arrived(on line: LineID, at now: Int64) { proofs[line] = now }

    /// Takes into account what came of a test; forgets those that are more than seven days older.
    public mutating func tested(_ test: LineTest) {
        tests.removeAll { $0.at < test.at - 7 * ReceivabilityPlan.day }
        tests.append(test)
        if test.outcome == .arrived { proofs[test.called] = max(test.at, proofs[test.called] ?? 0) }
    }

    /// By the tests since the last proof.
    public func verdict(of line: LineID) -> Verdict {
        let failures = failures(of: line)
        guard let last = failures.last else { return proofs[line] == nil ? .untested : .proven }
        let isCallerSound = tests.contains {
            $0.caller == last.caller && $0.called != line && $0.outcome == .arrived && $0.at > last.at - ReceivabilityPlan.day
        }
        return isCallerSound || Set(failures.map(\.caller)).count > 1 ? .failed : .doubted
    }

    /// The next test, where one is due. `lines`: those that may call and be called; `busy`: those on which a slot is taken.
    public func next(among lines: [LineID], busy: Set<LineID>, at now: Int64) -> Pair? {
        guard policy.isOn else { return nil }
        let idle = lines.filter { !busy.contains($0) }
        for called in idle.sorted(by: { due($0) < due($1) }) where due(called) <= now {
            guard let caller = caller(of: called, among: idle, at: now), !isRepetition(caller, called, at: now) else { continue }
            return Pair(caller: caller, called: called)
        }
        return nil
    }

    /// The same caller failing again so soon would prove nothing.
    private func isRepetition(_ caller: LineID, _ called: LineID, at now: Int64) -> Bool {
        let last = failures(of: called).last { $0.caller == caller }?.at
        return last.map { now < $0 + policy.interval.wholeNanoseconds / 1_000_000 } ?? false
    }

    /// The line that should call this one, within its budget: one that has not failed to reach it, that called least.
    public func caller(of called: LineID, among lines: [LineID], at now: Int64) -> LineID? {
        let able = lines.filter { $0 != called && calls(of: $0, at: now) < policy.perDay }
        let failing = Set(failures(of: called).map(\.caller))
        return able.min { left, right in
            let (leftFailed, rightFailed) = (failing.contains(left), failing.contains(right))
            if leftFailed != rightFailed { return rightFailed }
            return (calls(of: left, at: now), left.rawValue) < (calls(of: right, at: now), right.rawValue)
        }
    }

    /// When a test of this line is due, Unix milliseconds.
    public func due(_ line: LineID) -> Int64 {
        let last = tests.last { $0.called == line }
        if let last, last.outcome == .notDialled || [.doubted, .failed].contains(verdict(of: line)) {
            return last.at + ReceivabilityPlan.secondOpinion * spread(line, last.at) / 1000
        }
        let interval = policy.interval.wholeNanoseconds / 1_000_000
        guard let base = [proofs[line], last?.at].compactMap({ $0 }).max() else {
            return startedAt + ReceivabilityPlan.secondOpinion * (spread(line, startedAt) - 1000) / 250
        }
        return base + interval / 1000 * spread(line, base)
    }

    private func failures(of line: LineID) -> [LineTest] {
        let proof = proofs[line] ?? .min
        return tests.filter { $0.called == line && $0.isFailure && $0.at > proof }
    }

    private func calls(of line: LineID, at now: Int64) -> Int {
        tests.count { $0.caller == line && $0.outcome != .notDialled && $0.at > now - ReceivabilityPlan.day }
    }

    /// From 1000 to 1250 thousandths: lines that were proven together are not tested together (FNV-1a over line and time).
    private func spread(_ line: LineID, _ base: Int64) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(line)\(base)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return 1000 + Int64(hash % 251)
    }
}

extension LineTest {
    fileprivate var isFailure: Bool { outcome == .notArrived || outcome == .withoutNumber }
}
