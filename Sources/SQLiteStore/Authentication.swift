import GRDB
import Telephony
import Verification

/// Answers `POST /v1/authenticate`, in the transaction at hand: the first `000` takes the verification.
struct Authentication {
    /// How long after its end a verification may still be taken.
    private static let window: Duration = .seconds(300)

    let database: Database
    let request: AuthenticationRequest
    let now: Moment
    let customers: Customers
    let gap: Duration

    func answer() throws -> AuthenticationOutcome {
        let candidates = try candidates()
        if request.verification == nil, request.reference == nil {
            let recent = candidates.filter(isRecent)
            if recent.count > 1 { return .ambiguous }
            if let only = recent.first { return try take(only) }
            let claim = CallClaim(database: database, request: request, now: now, customers: customers, gap: gap)
            if let claimed = try claim.claim() { return try take(claimed) }
        }
        return try candidates.last.map(take) ?? .unknown
    }

    /// This application's verifications of the number that the request may mean, oldest first.
    private func candidates() throws -> [Verification] {
        try VerificationTable(database: database).all(
            """
            sequence IN (SELECT sequence FROM verifications WHERE application = ?1 AND phone_number = ?2
            AND (?3 IS NULL OR id = ?3) AND (?4 IS NULL OR reference = ?4) ORDER BY sequence DESC LIMIT 20)
            """,
            [
                request.application.rawValue, request.phoneNumber.description, request.verification?.rawValue,
                request.reference,
            ])
    }

    /// An end in the future is none: the clock was set back, and nobody knows how long ago it was.
    private func isRecent(_ verification: Verification) -> Bool {
        verification.endedAt.map { (.zero...Authentication.window).contains(now.elapsed(since: $0)) } ?? true
    }

    private func take(_ verification: Verification) throws -> AuthenticationOutcome {
        guard verification.status == .verified, isRecent(verification) else { return .notVerified(verification) }
        let taken = try database.run(
            "UPDATE verifications SET is_taken = 1 WHERE id = ? AND is_taken = 0", [verification.id.rawValue])
        return taken == 1 ? .verified(verification) : .alreadyTaken(verification)
    }
}
