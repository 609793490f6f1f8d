import Outbox

/// What a request changes of an endpoint; `nil`: that stays as it is.
struct EndpointChanges: Sendable {
    let url: String?
    let events: Set<String>?
    let staleAfter: Duration??
    let note: String??
    let isEnabled: Bool?

    func apply(to endpoint: inout Endpoint) {
        if let url { endpoint.url = url }
        if let events { endpoint.events = events }
        if let staleAfter { endpoint.staleAfter = staleAfter }
        if let note { endpoint.note = note }
        if let isEnabled { endpoint.state = isEnabled ? .enabled : .disabled(.requested) }
    }
}
