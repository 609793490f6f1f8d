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
        let event = VerificationEvent(ended, at: moment)
        let now = UnixTime(milliseconds: moment.unixMilliseconds)
        try DeliveryTable(database: database).insert(
            Delivery(
                id: MessageID(rawValue: timeOrderedIdentity("msg", at: moment)), account: ended.application.rawValue,
                subject: ended.id.rawValue, eventType: event.type, url: ended.callbackURL, body: try event.encoded(),
                createdAt: now, nextAttemptAt: now))
        return true
    }
}
