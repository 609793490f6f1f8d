import Logging
import Modem
import PhoneNumbers
import Synchronization
import Telephony
import Verification

/// Settles calls: reads the digits, has the store decide and record. A store that cannot write for a while loses nothing: the
/// call waits here and is tried again.
final class CallRecorder: Sendable {
    static let mostWaiting = 1024
    /// A commit that takes longer has hung.
    static let patience = Duration.seconds(4)

    /// Calls on their way into the store: undecided from the first moment on, since a commit may hang and then fail. One that waits for an earlier
    /// one of the same caller is covered by that.
    private struct UnderWay {
        var calls: [CallID: (observed: ObservedCall, since: BootInstant)] = [:]
        /// Those of them that the store has refused.
        var refused: Set<CallID> = []

        /// The latest one of this line and caller that is on its way. The call list may tell the number in another form.
        func earlier(of observed: ObservedCall) -> CallID? {
            let alike = calls.values.map(\.observed).filter { other in
                let isSame = other.call.presentation?.digits == observed.call.presentation?.digits
                let isOfNumber = observed.number.map { $0 == other.number } ?? false
                return other.call.line == observed.call.line && (isSame || isOfNumber)
                    && observed.call.rangAt.elapsed(since: other.call.rangAt) < ObservedCall.sameCall
            }
            return alike.max { $1.call.rangAt.isAfter($0.call.rangAt) }?.call.id
        }
    }

    private let store: any VerificationStore
    private let plan: NumberingPlan
    private let region: String?
    private let scrutiny: Scrutiny
    private let clock: GatewayClock
    private let settled: @Sendable (ObservedCall, Settlement) -> Void
    private let logger: Logger
    private let underWay = Mutex(UnderWay())

    init(
        store: any VerificationStore, plan: NumberingPlan, region: String?, scrutiny: Scrutiny, clock: GatewayClock, logger: Logger,
        settled: @escaping @Sendable (ObservedCall, Settlement) -> Void
    ) {
        self.store = store
        self.plan = plan
        self.region = region
        self.logger = logger
        self.scrutiny = scrutiny
        self.clock = clock
        self.settled = settled
    }

    /// Why no verification can be taken: calls wait for the disk.
    var refusal: String? {
        let now = clock.now().instant
        let isStalled = underWay.withLock { underWay in
            !underWay.refused.isEmpty || underWay.calls.values.contains { now.duration(since: $0.since) >= CallRecorder.patience }
        }
        return isStalled ? "The database cannot be written: calls wait for the disk." : nil
    }

    /// Those that are not durable yet.
    var undecided: UndecidedCalls {
        underWay.withLock { underWay in
            underWay.calls.values.reduce(into: UndecidedCalls()) { $0.add($1.observed.call.rangAt, on: $1.observed.call.line) }
        }
    }

    /// Returns once the call is durable.
    func settle(_ call: IncomingCall, lineNumber: MSISDN?, facts: ModemFacts) async -> RecordedCall {
        let home = home(of: lineNumber, facts)
        let reading = reading(of: call, home: home, facts)
        let observed = await joined(
            ObservedCall(call: call, reading: reading, lineNumber: lineNumber, flags: scrutiny.flags(of: call, reading, home: home))
        )
        underWay.withLock { $0.calls[observed.call.id] = (observed, clock.now().instant) }
        defer {
            underWay.withLock { underWay in
                underWay.calls[observed.call.id] = nil
                underWay.refused.remove(observed.call.id)
            }
        }
        do {
            return recorded(observed, try await store.settle(observed, at: clock.now()))
        } catch {
            return await retry(observed, after: error)
        }
    }

    /// What rings as a port is opened again may be a call that still waits for the disk from before: that one, once it is recorded.
    private func joined(_ observed: ObservedCall) async -> ObservedCall {
        guard observed.call.mayHaveBegunEarlier, let earlier = underWay.withLock({ $0.earlier(of: observed) }) else {
            return observed
        }
        while !Task.isCancelled, underWay.withLock({ $0.calls[earlier] != nil }) { try? await clock.sleep(.milliseconds(100)) }
        var same = observed
        same.call.id = earlier
        return same
    }

    /// The home country: as configured, else of the line's number, else of its IMSI (design, section 4).
    private func home(of lineNumber: MSISDN?, _ facts: ModemFacts) -> String? {
        region ?? lineNumber.flatMap(plan.region(of:))
            ?? facts.subscriber.flatMap { plan.region(ofMobileCountryCode: $0.mobileCountryCode) }
    }

    private func reading(of call: IncomingCall, home: String?, _ facts: ModemFacts) -> CallerReading {
        let isRoaming = facts.registration == 5 || facts.registration == 10
        return plan.reading(of: call.caller, on: HomeNetwork(region: home, showsForeignCallersBare: false, isRoaming: isRoaming))
    }

    private func recorded(_ observed: ObservedCall, _ settlement: Settlement) -> RecordedCall {
        RecordedCall(id: settlement.call) { [settled, logger] in
            settled(observed, settlement)
            logger.info(
                "call recorded", metadata: ["call": "\(settlement.call)", "disposition": "\(settlement.disposition.rawValue)"])
        }
    }

    private func retry(_ observed: ObservedCall, after error: any Error) async -> RecordedCall {
        let isKept = underWay.withLock { underWay in
            guard underWay.refused.count < CallRecorder.mostWaiting else { return false }
            underWay.refused.insert(observed.call.id)
            return true
        }
        guard isKept else {
            logger.critical("a call is lost: too many wait for the disk", metadata: ["error": "\(error)"])
            return RecordedCall(id: observed.call.id) {}
        }
        logger.error("a call cannot be recorded; trying again", metadata: ["error": "\(error)"])
        while !Task.isCancelled {
            try? await clock.sleep(.milliseconds(250))
            if let settlement = try? await store.settle(observed, at: clock.now()) { return recorded(observed, settlement) }
        }
        return RecordedCall(id: observed.call.id) {}
    }
}
