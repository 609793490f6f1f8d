import HTTPTypes
import Hummingbird
import NIOCore
import Verification

/// What monitoring asks for, `/healthz`, `/readyz`, `/metrics`, and the API for machines, `/openapi.json`.
struct OperationRoutes<Context: RequestContext>: Sendable {
    let backend: any GatewayBackend
    let requests: RequestCounter
    /// `/metrics` without a key, for whoever did not come by way of a proxy on this machine.
    let metricsAreOpen: Bool

    func register(on router: Router<Context>) {
        let resources: [Resource<Context>] = [
            Resource("/healthz", [.get: health]), Resource("/readyz", [.get: readiness]), Resource("/metrics", [.get: metrics]),
            Resource("/openapi.json", [.get: { request, _ in Response.tagged(OpenAPIDocument.bytes, for: request) }]),
        ]
        for resource in resources { resource.register(on: router) }
    }

    @Sendable private func health(_: Request, _: Context) async throws -> Response { .json(["status": "serving"]) }

    @Sendable private func readiness(_: Request, _: Context) async throws -> Response {
        let readiness = await backend.readiness()
        return .json(readiness, status: readiness == .ready ? .ok : .serviceUnavailable)
    }

    @Sendable private func metrics(_ request: Request, _: Context) async throws -> Response {
        if !metricsAreOpen || TrustedProxies.isForwarded(request) {
            _ = try await Authenticator(backend: backend).key(of: request, scope: .admin)
        }
        let text = MetricsText(status: await backend.status(), requests: requests.counts).text
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
