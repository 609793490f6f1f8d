import Logging
import Modem
import PhoneNumbers
import Telephony
import Verification

/// Settles calls: reads the digits, has the store decide and record. A store that cannot write for a while loses nothing: the
/// call waits here and is tried again.
actor CallRecorder {
    static let mostWaiting = 1024

    private let store: any VerificationStore
    private let plan: NumberingPlan
    private let region: String?
    private let scrutiny: Scrutiny
    private let clock: GatewayClock
    private let settled: @Sendable (ObservedCall, Settlement) -> Void
    private let logger: Logger
    private var waiting: [CallID: IncomingCall] = [:]

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
    var refusal: String? { !waiting.isEmpty ? "The database cannot be written: calls wait for the disk." : nil }

    /// Those that wait for the disk.
    var undecided: UndecidedCalls { waiting.values.reduce(into: UndecidedCalls()) { $0.add($1.rangAt, on: $1.line) } }

    /// Returns once the call is durable. Does not run on this actor: it stands on the way to the hang-up.
    nonisolated func settle(_ call: IncomingCall, lineNumber: MSISDN?, facts: ModemFacts) async -> RecordedCall {
        let home = home(of: lineNumber, facts)
        let reading = reading(of: call, home: home, facts)
        let observed = ObservedCall(
            call: call, reading: reading, lineNumber: lineNumber, flags: scrutiny.flags(of: call, reading, home: home))
        do {
            return recorded(observed, try await store.settle(observed, at: clock.now()))
        } catch {
            return await retry(observed, after: error)
        }
    }

    /// The home country: as configured, else of the line's number, else of its IMSI (design, section 4).
    private nonisolated func home(of lineNumber: MSISDN?, _ facts: ModemFacts) -> String? {
        region ?? lineNumber.flatMap(plan.region(of:))
            ?? facts.subscriber.flatMap { plan.region(ofMobileCountryCode: $0.mobileCountryCode) }
    }

    private nonisolated func reading(of call: IncomingCall, home: String?, _ facts: ModemFacts) -> CallerReading {
        let isRoaming = facts.registration == 5 || facts.registration == 10
        return plan.reading(of: call.caller, on: HomeNetwork(region: home, showsForeignCallersBare: false, isRoaming: isRoaming))
    }

    private nonisolated func recorded(_ observed: ObservedCall, _ settlement: Settlement) -> RecordedCall {
        RecordedCall(id: settlement.call) { [settled, logger] in
            settled(observed, settlement)
            logger.info(
                "call recorded", metadata: ["call": "\(settlement.call)", "disposition": "\(settlement.disposition.rawValue)"])
        }
    }

    private func retry(_ observed: ObservedCall, after error: any Error) async -> RecordedCall {
        guard waiting.count < CallRecorder.mostWaiting else {
            logger.critical("a call is lost: too many wait for the disk", metadata: ["error": "\(error)"])
            return RecordedCall(id: observed.call.id) {}
        }
        waiting[observed.call.id] = observed.call
        defer { waiting[observed.call.id] = nil }
        logger.error("a call cannot be recorded; trying again", metadata: ["error": "\(error)"])
        while !Task.isCancelled {
            try? await clock.sleep(.milliseconds(250))
            if let settlement = try? await store.settle(observed, at: clock.now()) { return recorded(observed, settlement) }
        }
        return RecordedCall(id: observed.call.id) {}
    }
}
