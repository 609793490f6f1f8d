import GRDB
import Telephony
import Verification

/// Ends a verification and puts its callbacks into the outbox, in the transaction at hand: never one without the other.
struct VerificationEnd {
    let database: Database
    let customers: Customers

    /// Writes the end; `false` where it had ended before, and nothing is written.
    func write(_ ended: Verification, at moment: Moment) throws -> Bool {
        guard let event = Event.end(of: ended, at: moment), try VerificationTable(database: database).end(ended) else {
            return false
        }
        try FanOut(database: database, customers: customers, now: moment).tell(event, of: ended)
        return true
    }
}
