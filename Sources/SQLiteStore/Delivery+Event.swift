import Outbox
import Telephony
import Verification

extension Delivery {
    /// The callback about an event, to be tried at once; its body is fixed here.
    static func event(_ event: VerificationEvent, of verification: Verification, at moment: Moment) throws -> Delivery {
        let now = UnixTime(milliseconds: moment.unixMilliseconds)
        return Delivery(
            id: MessageID(rawValue: timeOrderedIdentity("msg", at: moment)), account: verification.application.rawValue,
            subject: verification.id.rawValue, eventType: event.type, url: verification.callbackURL, body: try event.encoded(),
            createdAt: now, nextAttemptAt: now)
    }
}
