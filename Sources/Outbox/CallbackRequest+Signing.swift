extension CallbackRequest {
    /// The delivery's bytes as an attempt at `time` sends them.
    init(_ delivery: Delivery, at time: UnixTime, terms: DeliveryTerms, policy: CourierPolicy) {
        switch delivery.format {
        case .event:
            self.init(
                signed: delivery.body, id: delivery.id, url: delivery.url, at: time, secrets: terms.secrets,
                guardian: terms.guardian,
                timeLimit: policy.timeLimit, userAgent: policy.userAgent)
        case .form:
            let headers = [
                (name: "content-type", value: "application/x-www-form-urlencoded"), (name: "user-agent", value: policy.userAgent),
            ]
            self.init(
                url: delivery.url, headers: headers, body: delivery.body, timeLimit: policy.timeLimit, guardian: terms.guardian)
        }
    }

    /// A JSON body with the headers of Standard Webhooks 1.0. `time` is that of the attempt.
    public init(
        signed body: [UInt8], id: MessageID, url: String, at time: UnixTime, secrets: [WebhookSecret], guardian: AddressGuard,
        timeLimit: Duration, userAgent: String = CourierPolicy().userAgent
    ) {
        let signature = WebhookSignature.sign(id: id, timestamp: time.seconds, body: body, secrets: secrets)
        let headers = [
            (name: "content-type", value: "application/json"),
            (name: "user-agent", value: userAgent),
            (name: "webhook-id", value: id.rawValue),
            (name: "webhook-timestamp", value: String(time.seconds)),
            (name: "webhook-signature", value: signature),
        ]
        self.init(url: url, headers: headers, body: body, timeLimit: timeLimit, guardian: guardian)
    }
}

extension CallbackOutcome {
    var isFailure: Bool { if case .failed = self { true } else { false } }
}
