import GRDB
import Telephony
import Verification

/// How often one client asked about a number, and an application about numbers that begin alike, in the transaction at hand.
struct AttemptCount {
    /// No more than these of a number's past are looked at.
    private static let mostLookedAt = 256

    let database: Database
    let request: VerificationRequest
    let now: Moment
    let policy: AttemptPolicy

    private var windowStart: Int64 { now.unixMilliseconds - policy.window.wholeNanoseconds / 1_000_000 }
    private var prefix: String { String(request.phoneNumber.digits.prefix(policy.prefixDigits)) }

    /// How long this has to wait; `nil`: it need not.
    func wait() throws -> Duration? { try waitOfNumber() ?? waitOfPrefix() }

    /// To be called for each verification that is made.
    func note() throws {
        guard policy.perPrefix > 0 else { return }
        try database.run(
            """
            INSERT INTO attempt_counts (application, prefix, since_ms, attempts) VALUES (?1, ?2, ?3, 1)
            ON CONFLICT (application, prefix) DO UPDATE SET
            attempts = CASE WHEN since_ms > ?4 THEN attempts + 1 ELSE 1 END,
            since_ms = CASE WHEN since_ms > ?4 THEN since_ms ELSE ?3 END
            """, [request.application.rawValue, prefix, now.unixMilliseconds, windowStart])
    }

    /// Those that ended verified count for nothing: the person is there.
    private func waitOfNumber() throws -> Duration? {
        guard policy.perNumber > 0 else { return nil }
        let attempts = try database.rows(
            """
            SELECT created_ms FROM (
                SELECT created_ms, client, status FROM verifications INDEXED BY verifications_by_number
                WHERE application = ? AND phone_number = ? ORDER BY sequence DESC LIMIT \(AttemptCount.mostLookedAt))
            WHERE created_ms > ? AND client IS ? AND status <> 'verified' LIMIT ?
            """,
            [
                request.application.rawValue, request.phoneNumber.description, windowStart, request.client, policy.perNumber,
            ])
        guard attempts.count >= policy.perNumber, let oldest: Int64 = attempts.last?["created_ms"] else { return nil }
        return .milliseconds(max(1000, oldest - windowStart))
    }

    private func waitOfPrefix() throws -> Duration? {
        guard policy.perPrefix > 0 else { return nil }
        let row = try database.row(
            "SELECT since_ms, attempts FROM attempt_counts WHERE application = ? AND prefix = ? AND since_ms > ?",
            [request.application.rawValue, prefix, windowStart])
        guard let row, row["attempts"] as Int >= policy.perPrefix else { return nil }
        return .milliseconds(max(1000, row["since_ms"] as Int64 - windowStart))
    }
}
