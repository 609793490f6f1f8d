import GRDB
import Outbox
import Telephony
import Verification

/// Ends a verification and puts its callback into the outbox, in the transaction at hand: never one without the other.
struct VerificationEnd {
    let database: Database

    /// Writes the end; `false` where it had ended before, and nothing is written.
    func write(_ ended: Verification, at moment: Moment) throws -> Bool {
        guard try VerificationTable(database: database).end(ended) else { return false }
        try DeliveryTable(database: database).insert(.event(VerificationEvent(ended, at: moment), of: ended, at: moment))
        return true
    }
}
