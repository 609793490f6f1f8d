import Outbox
import Verification

extension CallbackReport {
    init(_ delivery: Delivery) {
        self.init(
            id: delivery.id.rawValue, application: delivery.account, endpointID: delivery.endpoint?.rawValue,
            subject: delivery.subject, type: delivery.eventType,
            url: delivery.url, state: delivery.state.rawValue, attempts: delivery.attempts,
            createdAt: delivery.createdAt.milliseconds.asUTCTimestamp,
            nextAttemptAt: delivery.state == .pending ? delivery.nextAttemptAt.milliseconds.asUTCTimestamp : nil)
    }
}
