import FoundationEssentials
import GRDB
import Telephony
import Verification

/// Reads and writes rows of `idempotency_keys`.
struct IdempotencyTable {
    /// How long an `Idempotency-Key` is remembered.
    private static let milliseconds: Int64 = 86_400_000

    let database: Database
    let application: ApplicationName
    let now: Moment

    /// The first answer, as it was; `nil`: the key is new, or a day old.
    func replay(_ idempotency: VerificationRequest.Idempotency) throws -> CreateOutcome? {
        let found = try database.row(
            """
            SELECT fingerprint, lifetime_ns AS first_lifetime_ns, verifications.* FROM idempotency_keys
            JOIN verifications ON verifications.id = verification
            WHERE idempotency_keys.application = ? AND key = ? AND idempotency_keys.created_ms > ?
            """, [application.rawValue, idempotency.key, now.unixMilliseconds - IdempotencyTable.milliseconds])
        guard let found else { return nil }
        guard [UInt8](found["fingerprint"] as Data) == idempotency.fingerprint else { return .idempotencyConflict }
        let verification = try VerificationTable(database: database).verification(found)
        return .replayed(verification.asCreated(lifetime: .nanoseconds(found["first_lifetime_ns"] as Int64)))
    }

    /// In the place of a key whose verification was erased.
    func remember(_ idempotency: VerificationRequest.Idempotency, _ verification: VerificationID) throws {
        try database.run(
            "DELETE FROM idempotency_keys WHERE created_ms <= ? OR application = ? AND key = ?",
            [now.unixMilliseconds - IdempotencyTable.milliseconds, application.rawValue, idempotency.key])
        try database.insert(
            "idempotency_keys",
            [
                "application": application.rawValue, "key": idempotency.key, "fingerprint": Data(idempotency.fingerprint),
                "verification": verification.rawValue, "created_ms": now.unixMilliseconds,
            ])
    }
}
