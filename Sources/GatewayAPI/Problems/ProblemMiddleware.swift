import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Verification

/// Turns every error into a problem, also those of the framework.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The server closes the connection on it.
            throw error
        } catch {
            return problem(error, logger: context.logger).response
        }
    }

    private func problem(_ error: any Error, logger: Logger) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let error as StoreError: storeProblem(error, logger: logger)
        case is NIOTooManyBytesError: .bodyTooLarge
        case let error as any HTTPResponseError: frameworkProblem(error.status)
        default: unforeseen(error, logger: logger)
        }
    }

    private func storeProblem(_ error: StoreError, logger: Logger) -> Problem {
        if case .unknownApplication = error { return .invalidField("application", error.remedy) }
        logger.error("the store failed", metadata: ["remedy": .string(error.remedy)])
        return .storeUnavailable
    }

    private func frameworkProblem(_ status: HTTPResponse.Status) -> Problem {
        status == .notFound
            ? .notFound("The path is not known.")
            : Problem("http-\(status.code)", status.code, status.reasonPhrase)
    }

    /// Only the type is logged: a description may hold what a customer sent.
    private func unforeseen(_ error: any Error, logger: Logger) -> Problem {
        logger.error("a request failed", metadata: ["error": .string("\(type(of: error))")])
        return .internal
    }
}
