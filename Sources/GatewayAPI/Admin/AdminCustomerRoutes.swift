import HTTPTypes
import Hummingbird
import Verification

/// The operator's side of endpoints, callbacks and personal data: `/admin/endpoints`, `/admin/callbacks/{id}`, `/admin/phone-numbers`.
struct AdminCustomerRoutes<Context: RequestContext>: Sendable {
    let backend: any GatewayBackend

    private var endpoints: EndpointDesk { EndpointDesk(backend: backend) }
    private var callbacks: CallbackDesk { CallbackDesk(backend: backend) }
    private var privacy: PrivacyDesk { PrivacyDesk(backend: backend) }

    func register(on router: Router<Context>) {
        let resources: [Resource<Context>] = [
            Resource("/admin/callbacks/{id}", [.get: with { _, id in try await callbacks.one(id, .operator) }]),
            Resource("/admin/callbacks/{id}/replay", [.post: with { _, id in try await callbacks.replay(id, .operator) }]),
            Resource("/admin/endpoints", [.get: with { _, _ in try await endpoints.list(.operator) }, .post: with(create)]),
            Resource(
                "/admin/endpoints/{id}",
                [
                    .get: with { _, id in try await endpoints.one(id, .operator) },
                    .patch: with { reader, id in
                        try await endpoints.change(
                            id, body(reader, ["url", "events", "stale_after", "description", "enabled"]), .operator)
                    },
                    .delete: with { _, id in try await endpoints.remove(id, .operator) },
                ]),
            Resource(
                "/admin/endpoints/{id}/rotate-secret",
                [.post: with { try await endpoints.rotate($1, optionalBody($0, ["overlap"]), .operator) }]),
            Resource("/admin/endpoints/{id}/test", [.post: with { _, id in try await endpoints.test(id, .operator) }]),
            Resource(
                "/admin/endpoints/{id}/replay",
                [.post: with { try await endpoints.replay($1, optionalBody($0, ["since"]), .operator) }]),
            Resource(
                "/admin/phone-numbers/export",
                [.post: with { reader, _ in try await privacy.export(body(reader, ["phone_number"]), of: nil, .operator) }]),
            Resource(
                "/admin/phone-numbers/erase",
                [.post: with { reader, _ in try await privacy.erase(body(reader, ["phone_number"]), of: nil, .operator) }]),
        ]
        for resource in resources { resource.register(on: router) }
    }

    @Sendable private func create(_ reader: RequestReader, _: String) async throws -> Response {
        let body = try await body(reader, ["application", "url", "events", "stale_after", "description"])
        guard let application = backend.application(named: try body.requiredString("application", limit: 64)) else {
            throw Problem.invalidField("application", "No application of this name is configured.")
        }
        return try await endpoints.create(body, for: application.name, .operator)
    }

    private func with(
        _ handler: @escaping @Sendable (RequestReader, String) async throws -> Response
    ) -> Resource<Context>.Handler {
        { request, context in try await handler(RequestReader(request: request), context.parameters.get("id") ?? "") }
    }
}
