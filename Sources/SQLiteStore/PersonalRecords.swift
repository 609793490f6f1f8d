import GRDB
import Outbox
import Telephony
import Verification

/// Everything that is kept of one number, for one application or for all, in the transaction at hand.
struct PersonalRecords {
    private static let mostShown = 1000

    /// Rows of one number.
    struct Found: Sendable {
        let verifications: [VerificationID]
        let calls: [Int64]
        let deliveries: [MessageID]
    }

    let database: Database
    let number: E164
    /// `nil`: everybody's.
    let application: ApplicationName?
    let customers: Customers

    func export() throws -> PersonalData {
        let verifications = try verifications(limit: PersonalRecords.mostShown)
        let calls = try calls(of: verifications).prefix(PersonalRecords.mostShown)
        let bodies = try deliveries(of: subjects(verifications, calls.map(\.record))).prefix(PersonalRecords.mostShown)
        return PersonalData(
            verifications: verifications, calls: calls.map(\.record),
            callbacks: bodies.map { String(decoding: $0.delivery.body, as: UTF8.self) })
    }

    /// What is to be erased.
    func find() throws -> Found {
        let verifications = try verifications(limit: .max)
        let calls = try calls(of: verifications)
        let deliveries = try deliveries(of: subjects(verifications, calls.map(\.record)))
        return Found(
            verifications: verifications.map(\.id), calls: calls.map(\.sequence), deliveries: deliveries.map(\.delivery.id))
    }

    /// `nil` while a slot of the number is taken: a late call would be taken for the next one's.
    func erase(_ found: Found, gap: Duration, now: Moment) throws -> Erasure? {
        let slots = try VerificationTable(database: database).slots(of: number, gap: gap, now: now)
        guard !slots.contains(where: { application == nil || $0.application == application }) else { return nil }
        for delivery in found.deliveries { try remove(delivery: delivery) }
        for call in found.calls { try database.run("DELETE FROM calls WHERE sequence = ?", [call]) }
        for verification in found.verifications { try remove(verification) }
        // A prefix may be configured to be as long as the number.
        try database.run(
            "DELETE FROM attempt_counts WHERE prefix = ?1 AND (?2 IS NULL OR application = ?2)",
            [number.digits, application?.rawValue])
        return Erasure(
            verifications: found.verifications.count, calls: found.calls.count, callbacks: found.deliveries.count)
    }

    private func verifications(limit: Int) throws -> [Verification] {
        try database.rows(
            """
            SELECT * FROM verifications WHERE phone_number = ?1 AND (?2 IS NULL OR application = ?2)
            ORDER BY sequence DESC LIMIT ?3
            """, [number.description, application?.rawValue, limit], VerificationTable(database: database).verification)
    }

    /// The calls that the application may see with their caller: from the number, for one of its verifications, or from digits that may be
    /// the number's.
    private func calls(of verifications: [Verification]) throws -> [(sequence: Int64, record: CallRecord)] {
        let table = CallTable(database: database)
        let verifications = Set(verifications.map(\.id))
        return try database.rows(
            """
            SELECT * FROM calls WHERE reading_number = ?1 OR verification IN (SELECT value FROM json_each(?2))
            OR reading_number IS NULL AND presentation IS NOT NULL ORDER BY sequence DESC
            """, [number.description, try JSONColumn.text(verifications.map(\.rawValue))]
        ).map { (sequence: $0["sequence"] as Int64, record: try table.record($0)) }.filter { call in
            let isForOne = call.record.verification.map(verifications.contains) ?? false
            return (isForOne || mayCome(call.record)) && isShown(call.record)
        }
    }

    /// Whether the number called, or perhaps did: digits that could not be read for sure end as the number does, whatever they begin with.
    private func mayCome(_ call: CallRecord) -> Bool {
        if case .number(let caller) = call.reading { return caller == number }
        let digits = (call.call.presentation?.digits ?? "").filter(\.isNumber)
        return digits.count >= 7 && number.digits.hasSuffix(digits.suffix(8))
    }

    private func isShown(_ call: CallRecord) -> Bool {
        guard let application else { return true }
        return customers.applications.audience(of: call).contains { $0.application == application && !$0.isMasked }
    }

    private func subjects(_ verifications: [Verification], _ calls: [CallRecord]) -> Set<String> {
        Set(verifications.map(\.id.rawValue)).union(calls.map(\.call.id.rawValue))
    }

    private func deliveries(of subjects: Set<String>) throws -> [(sequence: Int64, delivery: Delivery)] {
        let table = DeliveryTable(database: database)
        return try database.rows(
            """
            SELECT * FROM deliveries WHERE subject IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR account = ?2)
            ORDER BY sequence DESC
            """, [try JSONColumn.text(subjects.sorted()), application?.rawValue]
        ).map { (sequence: $0["sequence"] as Int64, delivery: try table.delivery($0)) }
    }

    private func remove(_ verification: VerificationID) throws {
        try database.run("DELETE FROM idempotency_keys WHERE verification = ?", [verification.rawValue])
        try VerificationRemoval(database: database).remove(verification)
    }

    private func remove(delivery id: MessageID) throws {
        try database.run("DELETE FROM attempts WHERE message = ?", [id.rawValue])
        try database.run("DELETE FROM deliveries WHERE id = ?", [id.rawValue])
    }
}
