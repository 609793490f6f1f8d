import HTTPTypes
import Hummingbird
import Telephony
import Verification

/// The operator's API on the admin socket: `/admin/…`. Whoever can open the socket may do all of it.
struct AdminRoutes<Context: RequestContext>: Sendable {
    let backend: any GatewayBackend

    private var lists: ListRoutes { ListRoutes(backend: backend) }

    func register(on router: Router<Context>) {
        let resources: [Resource<Context>] = [
            Resource("/admin/status", [.get: status]),
            Resource("/admin/modems", [.get: modems]),
            Resource("/admin/modems/orders", [.post: order]),
            Resource("/admin/calls", [.get: calls]),
            Resource("/admin/callbacks", [.get: callbacks]),
            Resource("/admin/audit", [.get: { request, _ in try await lists.audit(request) }]),
            Resource("/admin/verifications", [.get: verifications, .post: verify]),
            Resource("/admin/verifications/{id}", [.get: verification]),
            Resource("/admin/verifications/{id}/cancel", [.post: cancel]),
            Resource("/admin/simulate/calls", [.post: simulate]),
        ]
        for resource in resources { resource.register(on: router) }
        AdminKeyRoutes(backend: backend).register(on: router)
        AdminCustomerRoutes(backend: backend).register(on: router)
    }

    @Sendable private func status(_: Request, _: Context) async throws -> Response { .json(await backend.status()) }

    @Sendable private func modems(_: Request, _: Context) async throws -> Response {
        .json(ItemList(items: await backend.modems()))
    }

    @Sendable private func order(_ request: Request, _: Context) async throws -> Response {
        let body = try await JSONObject(
            RequestReader(request: request).body(), allowing: ModemOrder.CodingKeys.allCases.map(\.rawValue))
        let order = try ModemOrder(body)
        // A modem is seen to also while the database cannot be written.
        try? await Visitor.operator.note("modem.\(order.action.rawValue)", order.modem, in: backend)
        do {
            return .json(try await backend.carryOut(order))
        } catch {
            throw Problem.orderRefused(error)
        }
    }

    @Sendable private func calls(_ request: Request, _: Context) async throws -> Response {
        try await lists.calls(request, seenBy: nil)
    }

    @Sendable private func callbacks(_ request: Request, _: Context) async throws -> Response {
        try await lists.callbacks(request, account: application(RequestReader(request: request)))
    }

    @Sendable private func verifications(_ request: Request, _: Context) async throws -> Response {
        try await lists.verifications(request, of: application(RequestReader(request: request)))
    }

    private func application(_ reader: RequestReader) throws(Problem) -> ApplicationName? {
        guard let text = try reader.text("application") else { return nil }
        guard let name = ApplicationName(rawValue: text) else { throw .invalidParameter("application", "no name of one") }
        return name
    }

    @Sendable private func verify(_ request: Request, _: Context) async throws -> Response {
        let body = try await JSONObject(
            RequestReader(request: request).body(), allowing: AdminVerificationRequest.CodingKeys.allCases.map(\.rawValue))
        // A key of its own, since the application's policy may ask for one.
        let key = timeOrderedIdentity("operator", at: backend.now())
        return try await VerificationDesk(backend: backend).create(
            body, application: application(body), idempotency: .init(key: key, fingerprint: []), path: "/admin/verifications")
    }

    private func application(_ body: JSONObject) throws(Problem) -> ApplicationName {
        guard let text = try body.string("application", limit: 64) else {
            guard backend.applications.count == 1, let only = backend.applications.first else {
                throw .invalidField(
                    "application",
                    backend.applications.isEmpty
                        ? "No application is configured: add one under applications, and restart ringcheck."
                        : "Several applications are configured: name one.")
            }
            return only.name
        }
        guard let application = backend.application(named: text) else {
            throw .invalidField("application", "No application of this name is configured.")
        }
        return application.name
    }

    @Sendable private func verification(_: Request, _ context: Context) async throws -> Response {
        .json(VerificationRepresentation(try await named(context)))
    }

    @Sendable private func cancel(_: Request, _ context: Context) async throws -> Response {
        let found = try await named(context)
        let canceled = try await VerificationDesk(backend: backend).cancel(found.id, of: found.application)
        return .json(VerificationRepresentation(canceled ?? found))
    }

    /// The verification that the path names, whosever it is.
    private func named(_ context: Context) async throws -> Verification {
        let id = VerificationID(rawValue: context.parameters.get("id") ?? "")
        for application in backend.applications {
            if let found = try await backend.store.verification(id, of: application.name) { return found }
        }
        throw Problem.notFound("There is no verification of that id.")
    }

    @Sendable private func simulate(_ request: Request, _: Context) async throws -> Response {
        let body = try await JSONObject(
            RequestReader(request: request).body(), allowing: SimulatedCallRequest.CodingKeys.allCases.map(\.rawValue))
        let call = try SimulatedCallRequest(body)
        do {
            try await backend.simulateCall(call)
        } catch {
            throw Problem.simulationRefused(error)
        }
        return Response(status: .noContent)
    }
}
