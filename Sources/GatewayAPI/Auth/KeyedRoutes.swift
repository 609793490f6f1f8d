import HTTPTypes
import Hummingbird
import Verification

/// Handlers that a valid key opens: they know whose request it is, and every answer tells how many more there may be.
struct KeyedRoutes<Context: RequestContext>: Sendable {
    typealias Handler = @Sendable (RequestReader, Context, APIKeyRecord) async throws -> Response

    let backend: any GatewayBackend
    let limiter: RateLimiter<ApplicationName>
    let proxies: TrustedProxies

    func handler(_ scope: APIKeyRecord.Scope, _ handler: @escaping Handler) -> Resource<Context>.Handler {
        let authenticator = Authenticator(backend: backend)
        return { request, context in
            let key = try await authenticator.key(of: request)
            let allowance = limiter.take(key.application)
            var response: Response
            do {
                if limiter.limit.requests > 0, allowance.isExceeded { throw Problem.rateLimited(allowance.reset) }
                guard key.scopes.contains(scope) else { throw Problem.missingScope(scope.rawValue) }
                let reader = RequestReader(request: request, address: proxies.client(of: request, context))
                response = try await handler(reader, context, key)
            } catch let problem as Problem {
                response = problem.response
            }
            if limiter.limit.requests > 0 {
                for (name, value) in limiter.headers(allowance) { response.headers[name] = value }
            }
            return response
        }
    }
}
