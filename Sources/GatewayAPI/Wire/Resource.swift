import HTTPTypes
import Hummingbird

/// What one path answers, by method. Every other method gets 405 with `Allow` (RFC 9110, 15.5.6).
struct Resource<Context: RequestContext> {
    typealias Handler = @Sendable (Request, Context) async throws -> Response

    let path: RouterPath
    /// Whether a GET changes nothing, so that HEAD may ask for its header (RFC 9110, 9.2.1).
    let isSafe: Bool
    let handlers: [HTTPRequest.Method: Handler]

    init(_ path: RouterPath, isSafe: Bool = true, _ handlers: [HTTPRequest.Method: Handler]) {
        self.path = path
        self.isSafe = isSafe
        self.handlers = handlers
    }

    /// Registers all methods of this path.
    func register(on router: Router<Context>) {
        for (method, handler) in handlers { router.on(path, method: method, use: handler) }
        let allowed = handlers.keys.map(\.rawValue).sorted().joined(separator: ", ")
        for method in Self.known where handlers[method] == nil && !(method == .head && isSafe && handlers[.get] != nil) {
            router.on(path, method: method) { _, _ in
                var response = Problem.methodNotAllowed(allowed).response
                response.headers[.allow] = allowed
                return response
            }
        }
    }

    private static var known: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect] + [HTTPRequest.Method("QUERY")].compactMap { $0 }
    }
}
