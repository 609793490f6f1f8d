import HTTPTypes
import Hummingbird

extension Problem {
    /// The answer that carries this problem.
    var response: Response {
        var headers = HTTPFields()
        if status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        return .json(self, status: HTTPResponse.Status(code: status), contentType: "application/problem+json", headers: headers)
    }

    /// Seconds. Fixed, so that it tells nothing about whoever else is served.
    private var retryAfter: Int? {
        if self == .slotTaken { return 60 }
        return status == 503 ? 30 : nil
    }
}
