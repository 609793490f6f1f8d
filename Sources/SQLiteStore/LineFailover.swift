import GRDB
import Outbox
import Telephony
import Verification

/// Gives verifications whose every line is dead another line, or ends them, in the transaction at hand.
struct LineFailover {
    let database: Database
    let dead: Set<LineID>
    let now: Moment
    let gap: Duration
    let region: @Sendable (E164) -> String?
    let customers: Customers

    private var table: VerificationTable { VerificationTable(database: database) }

    func handOver(to offers: [LineOffer]) throws -> FailoverOutcome {
        let slots = SlotTable(database: database, gap: gap, now: now)
        var outcome = FailoverOutcome()
        for verification in try stranded() {
            // Those who wait were promised a line: no line is too full for them.
            let assignment = LineAssignment(
                slots: slots.slots(of: try table.slots(of: verification.phoneNumber, gap: gap, now: now)), loads: try slots.loads(),
                applications: Set(customers.applications.map(\.name)), policy: SlotPolicy(pendingPerLine: 0, gap: gap))
            if case .line(let offer) = assignment.assign(request(verification), offers: usable(offers, for: verification)) {
                outcome.moved.append(try move(verification, to: offer))
            } else if let failed = try fail(verification) {
                outcome.failed.append(failed)
            }
        }
        return outcome
    }

    private func stranded() throws -> [Verification] {
        let waiting = try dead.flatMap(table.pending)
        let all = Dictionary(waiting.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }).values
        return all.filter { $0.handedOut.allSatisfy { dead.contains($0.line) } }.sorted { $0.id.rawValue < $1.id.rawValue }
    }

    /// A virtual line never stands in for a real one.
    private func usable(_ offers: [LineOffer], for verification: Verification) -> [LineOffer] {
        offers.usable(by: verification.application, among: customers.applications)
            .filter { !dead.contains($0.line) && $0.isSimulated == verification.isSimulated }
    }

    private func request(_ verification: Verification) -> VerificationRequest {
        VerificationRequest(
            application: verification.application, phoneNumber: verification.phoneNumber, region: region(verification.phoneNumber),
            callbackURL: verification.callbackURL, lifetime: .zero, reference: verification.reference)
    }

    private func move(_ verification: Verification, to offer: LineOffer) throws -> Verification {
        var moved = verification
        let line = Verification.HandedOutLine(line: offer.line, number: offer.number, since: now)
        moved.handedOut.append(line)
        try table.insert(line, of: moved.id, position: moved.handedOut.count - 1)
        try SlotTable(database: database, gap: gap, now: now).take(line.line, moved.application)
        try FanOut(database: database, customers: customers, now: now).tell(.lineChanged(moved, at: now), of: moved)
        return moved
    }

    private func fail(_ verification: Verification) throws -> Verification? {
        let failed = verification.ended(as: .failed, at: now, reason: "the line to call went out of service, and no other is left")
        return try VerificationEnd(database: database, customers: customers).write(failed, at: now) ? failed : nil
    }
}
