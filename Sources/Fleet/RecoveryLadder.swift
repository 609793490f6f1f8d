public import Telephony

/// What to try next with a modem that does not serve, one rung after the other, within a budget of resets: a modem that is
/// reset again and again serves nobody.
public struct RecoveryLadder: Equatable, Sendable {
    /// One rung.
    public enum Step: String, Hashable, Sendable {
        /// Open the port again.
        case reopen
        /// The profile's reset is written: `AT+CFUN=1,1` or its like (3GPP TS 27.007, 8.2).
        case reset
        /// The USB port is reset (`USBDEVFS_RESET`).
        case usbReset = "usb-reset"
        /// The hub's port is switched off and on (`uhubctl`).
        case powerCycle = "power-cycle"
        /// Nothing helped: an alarm, and a new try now and then.
        case outOfService = "out-of-service"
    }

    /// Why the last session ended, as far as it matters here.
    public enum Failure: Hashable, Sendable {
        /// The port is not there, or somebody else's: nothing of ours can help, and nothing must be reset.
        case unreachable
        /// The modem does not answer, or the port broke.
        case broken
        /// The modem started again; it gets its time to boot.
        case restarted(boot: Duration)
    }

    /// A step, and a pause after it.
    public struct Attempt: Hashable, Sendable {
        /// To be done at once.
        public let step: Step
        /// From the step to the opening of the port.
        public let pause: Duration
    }

    /// At most so many resets of any kind.
    public struct Budget: Hashable, Sendable {
        /// Within any 60 minutes.
        public let perHour: Int
        /// Within any 24 hours.
        public let perDay: Int

        public init(perHour: Int = 3, perDay: Int = 8) {
            self.perHour = perHour
            self.perDay = perDay
        }
    }

    private static let rungs: [(Step, Duration)] = [
        (.reopen, .seconds(1)), (.reopen, .seconds(5)), (.reset, .seconds(5)), (.reopen, .seconds(10)), (.usbReset, .seconds(5)),
        (.reopen, .seconds(10)), (.powerCycle, .seconds(5)), (.reopen, .seconds(10)),
    ]
    private static let unreachablePauses: [Duration] = [1, 2, 5, 10, 30].map { .seconds($0) }
    private static let outOfServicePause = Duration.seconds(600)
    /// A modem that served for so long begins at the first rung again.
    private static let stable = Duration.seconds(600)

    private let budget: Budget
    private var rung = 0
    private var timesUnreachable = 0
    private var cameUpAt: BootInstant?
    private var resets: [BootInstant] = []

    public init(budget: Budget = Budget()) { self.budget = budget }

    /// How many resets were done within the last day.
    public func resets(within day: Duration = .seconds(86_400), at now: BootInstant) -> Int {
        resets.count { now.duration(since: $0) < day }
    }

    /// The modem serves.
    public mutating func cameUp(at now: BootInstant) {
        cameUpAt = now
        timesUnreachable = 0
    }

    /// It does not, or not any more: what to do.
    public mutating func failed(_ failure: Failure, at now: BootInstant) -> Attempt {
        if let cameUpAt, now.duration(since: cameUpAt) >= RecoveryLadder.stable { rung = 0 }
        cameUpAt = nil
        switch failure {
        case .unreachable:
            let pause = RecoveryLadder.unreachablePauses[min(timesUnreachable, RecoveryLadder.unreachablePauses.count - 1)]
            timesUnreachable += 1
            return Attempt(step: .reopen, pause: pause)
        case .restarted(let boot): return Attempt(step: .reopen, pause: boot)
        case .broken: return climb(at: now)
        }
    }

    private mutating func climb(at now: BootInstant) -> Attempt {
        while rung < RecoveryLadder.rungs.count {
            let (step, pause) = RecoveryLadder.rungs[rung]
            rung += 1
            guard step != .reopen else { return Attempt(step: step, pause: pause) }
            guard isWithinBudget(at: now) else { continue }
            resets.append(now)
            return Attempt(step: step, pause: pause)
        }
        // From here on it is opened now and then; once the budget allows it, the ladder is climbed again.
        if isWithinBudget(at: now) { rung = 2 }
        return Attempt(step: .outOfService, pause: RecoveryLadder.outOfServicePause)
    }

    private mutating func isWithinBudget(at now: BootInstant) -> Bool {
        resets.removeAll { now.duration(since: $0) >= .seconds(86_400) }
        return resets.count < budget.perDay && resets(within: .seconds(3600), at: now) < budget.perHour
    }
}
