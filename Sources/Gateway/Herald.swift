import GatewayAPI
import Logging
import SQLiteStore
import Telephony
import Verification

/// Tells the watchers what was recorded, and has the lines learn from it: after the hang-up, so that no call waits for either.
struct Herald: Sendable {
    private static let backlog = 4096

    /// Something that was recorded.
    enum Notice: Sendable {
        case call(ObservedCall, Settlement)
        case ended([Verification])
        case lineChanged([Verification])
        case modem(ModemNotice, isUp: Bool)
    }

    private let notices: AsyncStream<Notice>
    private let continuation: AsyncStream<Notice>.Continuation
    private let scrutiny: Scrutiny
    private let store: SQLiteStore
    private let applications: [Application]
    private let hub: EventHub
    private let clock: GatewayClock
    private let logger: Logger

    init(
        store: SQLiteStore, scrutiny: Scrutiny, applications: [Application], hub: EventHub, clock: GatewayClock, logger: Logger
    ) {
        (notices, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Herald.backlog))
        self.store = store
        self.scrutiny = scrutiny
        self.applications = applications
        self.hub = hub
        self.clock = clock
        self.logger = logger
    }

    func note(_ notice: Notice) {
        if case .dropped = continuation.yield(notice) { logger.error("watchers are not told: too much happens at once") }
    }

    func run() async {
        for await notice in notices { await tell(notice) }
    }

    private func tell(_ notice: Notice) async {
        let now = clock.now()
        switch notice {
        case .call(let observed, let settlement): await tell(observed, settlement)
        case .ended(let verifications):
            for verification in verifications { tell(Event.end(of: verification, at: verification.endedAt ?? now), verification) }
        case .lineChanged(let verifications):
            for verification in verifications { tell(.lineChanged(verification, at: now), verification) }
        case .modem(let notice, let isUp):
            for application in applications where application.isServed(by: notice.number, among: applications) {
                hub.publish(.init(.modem(notice, isUp: isUp, at: now), to: application.name))
            }
        }
    }

    private func tell(_ observed: ObservedCall, _ settlement: Settlement) async {
        if let form = scrutiny.learn(observed, settlement.disposition) { store.note(form) }
        let record = CallRecord(
            call: observed.call, reading: observed.reading, lineNumber: observed.lineNumber, disposition: settlement.disposition,
            verification: settlement.verification, application: settlement.application, endedAt: nil)
        for (application, isMasked) in applications.audience(of: record) {
            hub.publish(.init(.callReceived(record, masked: isMasked), to: application))
        }
        guard let id = settlement.verification, let application = settlement.application else { return }
        guard settlement.disposition == .matched, let ended = try? await store.verification(id, of: application) else {
            return hub.publish(.init(changed: id, of: application))
        }
        tell(Event.end(of: ended, at: ended.endedAt ?? observed.call.rangAt), ended)
    }

    private func tell(_ event: Event?, _ verification: Verification) {
        if let event { hub.publish(.init(event, to: verification.application)) }
    }
}
