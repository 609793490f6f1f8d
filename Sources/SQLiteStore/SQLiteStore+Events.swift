import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    /// Puts an event into the outbox for the endpoints of these applications that chose it.
    public func tell(_ event: Event, _ applications: [ApplicationName], at now: Moment) async throws {
        let customers = customers.current
        guard applications.contains(where: { !customers.endpoints(of: $0, for: event.type).isEmpty }) else { return }
        try await writer.perform { database in
            let fanOut = FanOut(database: database, customers: customers, now: now)
            for application in applications { try fanOut.tell(event, application) }
        }
    }
}
