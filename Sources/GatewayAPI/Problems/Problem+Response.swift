import HTTPTypes
import Hummingbird

extension Problem {
    /// The answer that carries this problem.
    var response: Response {
        var headers = HTTPFields()
        if status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        if let wait = retryAfter ?? (status == 503 ? 30 : nil) { headers[.retryAfter] = String(wait) }
        return .json(self, status: HTTPResponse.Status(code: status), contentType: "application/problem+json", headers: headers)
    }
}
