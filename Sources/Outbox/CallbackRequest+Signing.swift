extension CallbackRequest {
    /// The delivery's bytes with the Standard Webhooks headers of an attempt at `time`.
    init(_ delivery: Delivery, at time: UnixTime, secrets: [WebhookSecret], policy: CourierPolicy) {
        let signature = WebhookSignature.sign(id: delivery.id, timestamp: time.seconds, body: delivery.body, secrets: secrets)
        let headers = [
            (name: "content-type", value: "application/json"),
            (name: "user-agent", value: policy.userAgent),
            (name: "webhook-id", value: delivery.id.rawValue),
            (name: "webhook-timestamp", value: String(time.seconds)),
            (name: "webhook-signature", value: signature),
        ]
        self.init(url: delivery.url, headers: headers, body: delivery.body, timeLimit: policy.timeLimit)
    }
}

extension CallbackOutcome {
    var isFailure: Bool { if case .failed = self { true } else { false } }
}
