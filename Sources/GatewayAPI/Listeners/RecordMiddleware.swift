import HTTPTypes
import Hummingbird
import Logging

/// Counts and logs requests: method, route and status, never a path, a query or a body, since numbers stand in them.
struct RecordMiddleware<Context: RequestContext>: RouterMiddleware {
    let requests: RequestCounter

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        // Also what answers HEAD with a problem has no content (RFC 9110, 9.3.2): the client would take it for the next answer.
        let whole = try await next(request, context)
        let response = request.method == .head ? whole.createHeadResponse() : whole
        requests.count(status: response.status.code)
        context.logger.debug(
            "request answered",
            metadata: [
                "method": .string(request.method.rawValue), "route": .string(context.endpointPath ?? "none"),
                "status": .stringConvertible(response.status.code),
            ])
        return response
    }
}
