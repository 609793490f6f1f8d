import GRDB
import Outbox
import Telephony
import Verification

/// Puts events into the outbox, for everybody who is to hear of them, in the transaction at hand.
struct FanOut {
    let database: Database
    let customers: Customers
    let now: Moment

    private var table: DeliveryTable { DeliveryTable(database: database) }

    /// An end or another event of a verification: to its own callback URL, which takes the place of the application's, and to the
    /// endpoints that chose it. The form of the OTPApi face takes no place: it is unsigned.
    func tell(_ event: Event, of verification: Verification) throws {
        let account = verification.application
        let applications = customers.endpoints.first { $0.isConfigured && $0.account == account.rawValue }
        let configured = applications.flatMap { $0.url == verification.callbackURL ? $0 : nil }
        if case .otpAPI(let retryAfter)? = verification.face {
            try tellForm(event, of: verification, retryAfter: retryAfter)
            return try tell(event, account, except: configured?.id)
        }
        if EventType.ends.contains(event.type) || configured?.events.contains(event.type.rawValue) ?? true {
            try insert(
                event, account: account, url: verification.callbackURL, endpoint: configured?.id,
                isEnabled: configured?.state ?? .enabled == .enabled)
        }
        try tell(event, account, except: applications?.id)
    }

    /// An event to the application's endpoints that chose it.
    func tell(_ event: Event, _ account: ApplicationName, except: EndpointID? = nil) throws {
        try tell(event, account, customers.endpoints(of: account, for: event.type).filter { $0.id != except })
    }

    /// A call, to all whom it concerns.
    func tell(_ call: CallRecord) throws {
        for (application, isMasked) in customers.applications.audience(of: call) {
            let endpoints = customers.endpoints(of: application, for: .callReceived)
            if !endpoints.isEmpty { try tell(.callReceived(call, masked: isMasked), application, endpoints) }
        }
    }

    private func tell(_ event: Event, _ account: ApplicationName, _ endpoints: [Endpoint]) throws {
        for endpoint in endpoints {
            try insert(
                event, account: account, url: endpoint.url, endpoint: endpoint.id, isEnabled: endpoint.state == .enabled)
        }
    }

    private func tellForm(_ event: Event, of verification: Verification, retryAfter: Int64) throws {
        guard EventType.ends.contains(event.type) else { return }
        let form = OTPAPICallback(verification, retryAfter: retryAfter)
        try insert(event, account: verification.application, url: verification.callbackURL, endpoint: nil, form: form.encoded)
    }

    /// Its body is fixed here. What a disabled endpoint misses is kept as a dead letter, to be replayed once it is enabled.
    private func insert(
        _ event: Event, account: ApplicationName, url: String, endpoint: EndpointID?, isEnabled: Bool = true, form: [UInt8]? = nil
    ) throws {
        let at = UnixTime(milliseconds: now.unixMilliseconds)
        try table.insert(
            Delivery(
                id: MessageID(rawValue: timeOrderedIdentity("msg", at: now)), account: account.rawValue, endpoint: endpoint,
                subject: event.subject, eventType: event.type.rawValue, url: url, body: try form ?? event.encoded(),
                format: form == nil ? .event : .form, createdAt: at, state: isEnabled ? .pending : .dead, nextAttemptAt: at))
    }
}
