import Outbox
import Telephony

/// A `CallbackOutcome` as it is kept.
struct StoredOutcome: Codable {
    private let kind: String
    private let status: Int?
    private let nanoseconds: Int64?
    private let host: String?
    private let detail: String?

    private init(
        _ kind: String, status: Int? = nil, lasting duration: Duration? = nil, host: String? = nil, detail: String? = nil
    ) {
        self.kind = kind
        self.status = status
        nanoseconds = duration?.wholeNanoseconds
        self.host = host
        self.detail = detail
    }

    init(_ outcome: CallbackOutcome) {
        switch outcome {
        case .answered(let status, let retryAfter): self.init("answered", status: status, lasting: retryAfter)
        case .failed(.refused(let refusal)): self.init(refusal)
        case .failed(.unresolved(let host)): self.init("unresolved", host: host)
        case .failed(.broken(let detail)): self.init("broken", detail: detail)
        case .failed(.timedOut(let after)): self.init("timed-out", lasting: after)
        case .failed(.stale): self.init("stale")
        case .failed(.disabled): self.init("disabled")
        }
    }

    private init(_ refusal: AddressRefusal) {
        switch refusal {
        case .malformed: self.init("malformed")
        case .credentials: self.init("credentials")
        case .insecure(let host): self.init("insecure", host: host)
        case .inside(let host, let address): self.init("inside", host: host, detail: address)
        }
    }

    /// `nil` where a newer version wrote it.
    var outcome: CallbackOutcome? {
        switch kind {
        case "answered": status.map { .answered(status: $0, retryAfter: nanoseconds.map { .nanoseconds($0) }) }
        case "unresolved": .failed(.unresolved(host: host ?? ""))
        case "broken": .failed(.broken(detail ?? ""))
        case "stale": .failed(.stale)
        case "disabled": .failed(.disabled)
        case "timed-out": .failed(.timedOut(after: .nanoseconds(nanoseconds ?? 0)))
        default: refusal.map { .failed(.refused($0)) }
        }
    }

    private var refusal: AddressRefusal? {
        switch kind {
        case "malformed": .malformed
        case "credentials": .credentials
        case "insecure": .insecure(host: host ?? "")
        case "inside": .inside(host: host ?? "", address: detail ?? "")
        default: nil
        }
    }
}
