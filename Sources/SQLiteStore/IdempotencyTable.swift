import FoundationEssentials
import GRDB
import Telephony
import Verification

/// Reads and writes rows of `idempotency_keys`.
struct IdempotencyTable {
    /// How long an `Idempotency-Key` is remembered.
    static let kept = Duration.seconds(86_400)

    let database: Database
    let application: ApplicationName
    let now: Moment

    private var forgottenBefore: Int64 { now.unixMilliseconds - IdempotencyTable.kept.wholeNanoseconds / 1_000_000 }

    /// The first answer, as it was; `nil`: the key is new, or a day old.
    func replay(_ idempotency: VerificationRequest.Idempotency) throws -> CreateOutcome? {
        let found = try database.row(
            """
            SELECT fingerprint, lifetime_ns AS first_lifetime_ns, idempotency_keys.created_ms AS asked_ms, verifications.*
            FROM idempotency_keys
            JOIN verifications ON verifications.id = verification
            WHERE idempotency_keys.application = ? AND key = ? AND idempotency_keys.created_ms > ?
            """, [application.rawValue, idempotency.key, forgottenBefore])
        guard let found else { return nil }
        guard [UInt8](found["fingerprint"] as Data) == idempotency.fingerprint else { return .idempotencyConflict }
        let verification = try VerificationTable(database: database).verification(found)
        // What was there before the key was used was answered as it stood, and is again.
        guard (found["asked_ms"] as Int64) == verification.createdAt.unixMilliseconds else { return .existing(verification) }
        return .replayed(verification.asCreated(lifetime: .nanoseconds(found["first_lifetime_ns"] as Int64)))
    }

    /// In the place of a key whose verification was erased.
    func remember(_ idempotency: VerificationRequest.Idempotency, _ verification: VerificationID) throws {
        try database.run(
            "DELETE FROM idempotency_keys WHERE created_ms <= ? OR application = ? AND key = ?",
            [forgottenBefore, application.rawValue, idempotency.key])
        try database.insert(
            "idempotency_keys",
            [
                "application": application.rawValue, "key": idempotency.key, "fingerprint": Data(idempotency.fingerprint),
                "verification": verification.rawValue, "created_ms": now.unixMilliseconds,
            ])
    }
}
