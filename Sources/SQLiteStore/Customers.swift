import Outbox
import Telephony
import Verification

/// What the store knows of customers without asking the disk: their policies and endpoints. Only the store changes them.
struct Customers: Sendable {
    var applications: [Application] = []
    var endpoints: [Endpoint] = []

    func application(_ name: ApplicationName) -> Application? { applications.first { $0.name == name } }

    /// The suspicions that each accepts.
    var acceptedFlags: [ApplicationName: Set<CallFlag>] {
        Dictionary(applications.map { ($0.name, $0.policy.acceptedFlags) }, uniquingKeysWith: { first, _ in first })
    }

    /// The endpoints of an application that chose this event.
    func endpoints(of application: ApplicationName, for type: EventType) -> [Endpoint] {
        endpoints.filter { $0.account == application.rawValue && $0.events.contains(type.rawValue) }
    }
}
