import HTTPTypes
import Hummingbird
import Verification

/// The customers' endpoints, callbacks and personal data: `/v1/endpoints`, `/v1/callbacks`, `/v1/phone-numbers`, `/v1/audit`.
struct CustomerRoutes<Context: RequestContext>: Sendable {
    let backend: any GatewayBackend
    let keyed: KeyedRoutes<Context>

    private var endpoints: EndpointDesk { EndpointDesk(backend: backend) }
    private var callbacks: CallbackDesk { CallbackDesk(backend: backend) }
    private var privacy: PrivacyDesk { PrivacyDesk(backend: backend) }
    private var lists: ListRoutes { ListRoutes(backend: backend) }

    func register(on router: Router<Context>) {
        registerCallbacks(on: router)
        registerEndpoints(on: router)
        let resources: [Resource<Context>] = [
            Resource(
                "/v1/phone-numbers/export",
                [.post: with(.write) { try await privacy.export(body($0, ["phone_number"]), of: $2.scope, $2) }]),
            Resource(
                "/v1/phone-numbers/erase",
                [.post: with(.write) { try await privacy.erase(body($0, ["phone_number"]), of: $2.scope, $2) }]),
            Resource("/v1/audit", [.get: with(.admin) { reader, _, _ in try await lists.audit(reader.request) }]),
        ]
        for resource in resources { resource.register(on: router) }
    }

    private func registerCallbacks(on router: Router<Context>) {
        let resources: [Resource<Context>] = [
            Resource("/v1/callbacks", [.get: with(.read) { try await lists.callbacks($0.request, account: $2.application) }]),
            Resource("/v1/callbacks/{id}", [.get: with(.read) { try await callbacks.one($1, $2) }]),
            Resource("/v1/callbacks/{id}/replay", [.post: with(.write) { try await callbacks.replay($1, $2) }]),
        ]
        for resource in resources { resource.register(on: router) }
    }

    private func registerEndpoints(on router: Router<Context>) {
        let resources: [Resource<Context>] = [
            Resource(
                "/v1/endpoints",
                [
                    .get: with(.read) { try await endpoints.list($2) },
                    .post: with(.write) { reader, _, visitor in
                        guard let application = visitor.application else { throw Problem.unauthorized }
                        return try await endpoints.create(
                            body(reader, ["url", "events", "stale_after", "description"]), for: application, visitor)
                    },
                ]),
            Resource(
                "/v1/endpoints/{id}",
                [
                    .get: with(.read) { try await endpoints.one($1, $2) },
                    .patch: with(.write) {
                        try await endpoints.change(
                            $1, body($0, ["url", "events", "stale_after", "description", "enabled"]), $2)
                    },
                    .delete: with(.write) { try await endpoints.remove($1, $2) },
                ]),
            Resource(
                "/v1/endpoints/{id}/rotate-secret",
                [.post: with(.write) { try await endpoints.rotate($1, optionalBody($0, ["overlap"]), $2) }]),
            Resource("/v1/endpoints/{id}/test", [.post: with(.write) { try await endpoints.test($1, $2) }]),
            Resource(
                "/v1/endpoints/{id}/replay",
                [.post: with(.write) { try await endpoints.replay($1, optionalBody($0, ["since"]), $2) }]),
        ]
        for resource in resources { resource.register(on: router) }
    }

    /// A handler that gets the request, the `id` of the path, and who asks.
    private func with(
        _ scope: APIKeyRecord.Scope, _ handler: @escaping @Sendable (RequestReader, String, Visitor) async throws -> Response
    ) -> Resource<Context>.Handler {
        keyed.handler(scope) { reader, context, key in
            try await handler(reader, context.parameters.get("id") ?? "", Visitor(key, address: reader.address))
        }
    }
}

extension Visitor {
    /// Whose personal data is meant: their own application's, or everybody's with `admin`.
    fileprivate var scope: ApplicationName? { scopes.contains(.admin) ? nil : application }
}

/// The members of a JSON body.
func body(_ reader: RequestReader, _ names: [String]) async throws -> JSONObject {
    try JSONObject(await reader.body(), allowing: names)
}

/// The members of a JSON body that may be left out.
func optionalBody(_ reader: RequestReader, _ names: [String]) async throws -> JSONObject {
    try JSONObject(await reader.optionalBody(), allowing: names)
}
