import Hummingbird
import Outbox
import Telephony
import Verification

/// Lists that the public API and the admin socket show alike.
struct ListRoutes: Sendable {
    let backend: any GatewayBackend

    /// Verifications, filtered by `status`, `phone_number` and `reference`; `application` nil: everybody's.
    func verifications(_ request: Request, of application: ApplicationName?) async throws -> Response {
        let reader = RequestReader(request: request)
        let filter = VerificationFilter(
            application: application, phoneNumber: try number(reader), reference: try reader.text("reference"),
            status: try reader.choice("status", of: VerificationStatus.self),
            created: try reader.range(after: "created_after", before: "created_before"))
        let page = try await backend.store.verifications(filter, page: reader.page())
        return list(page.items.map { VerificationRepresentation($0) }, next: page.next)
    }

    private func number(_ reader: RequestReader) throws(Problem) -> E164? {
        guard let text = try reader.numberText("phone_number") else { return nil }
        do {
            return try backend.number(from: text)
        } catch {
            // What is in no plan was never verified, and is simply not there.
            if let number = E164(text) { return number }
            throw .invalidParameter("phone_number", error.remedy)
        }
    }

    /// Calls; `viewer` nil: the operator, who sees all. Others do not see what rang on a line that another application has for its own.
    func calls(_ request: Request, seenBy viewer: ApplicationName?) async throws -> Response {
        let reader = RequestReader(request: request)
        let filter = CallFilter(
            disposition: try reader.choice("disposition", of: Disposition.self),
            numberCalled: try reader.numberText("number_called").map { text throws(Problem) in
                guard let number = E164(text) else { throw .invalidParameter("number_called", "a number with + and country code") }
                return number
            }, started: try reader.range(after: "started_after", before: "started_before"),
            hiddenLines: viewer.map { backend.applications.linesOfOthers(than: $0) } ?? [], viewer: viewer)
        let page = try await backend.store.calls(filter, page: reader.page())
        let applications = backend.applications
        return list(page.items.map { CallView($0, viewer: viewer, applications: applications).representation }, next: page.next)
    }

    /// Deliveries, filtered by `state`, `endpoint_id` and `type`; `account` nil: everybody's.
    func callbacks(_ request: Request, account: ApplicationName?) async throws -> Response {
        let reader = RequestReader(request: request)
        let page = try reader.page()
        let filter = DeliveryFilter(
            account: account?.rawValue, state: try reader.choice("state", of: Delivery.State.self),
            endpoint: try reader.text("endpoint_id").map(EndpointID.init(rawValue:)),
            eventType: try reader.choice("type", of: EventType.self)?.rawValue)
        let deliveries = try await backend.deliveries.deliveries(filter, limit: page.limit, before: page.before)
        return list(deliveries.items.map(CallbackReport.init), next: deliveries.next)
    }

    /// Administrative acts.
    func audit(_ request: Request) async throws -> Response {
        let page = try await backend.store.audit(page: RequestReader(request: request).page())
        return list(page.items.map(AuditReport.init), next: page.next)
    }

    private func list(_ items: [some Codable & Sendable], next: Int64?) -> Response {
        .json(ItemList(items: items, next: next.map { Cursor(sequence: $0).text }))
    }
}
