import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Telephony
import Verification

/// What the OTPApi face answers, always with HTTP status 200: the same fields in each format.
struct OTPAPIAnswer {
    enum Format: String { case json, plain, xml }

    private var fields: KeyValuePairs<String, Field>

    private enum Field: Encodable {
        case text(String)
        case number(Int64)

        var plain: String {
            switch self {
            case .text(let text): text
            case .number(let number): String(number)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    /// A request that was not taken, with one sentence why.
    init(refusing problem: Problem) {
        fields = ["code": .text("001"), "status": .text("error"), "reason": .text(problem.detail ?? problem.title)]
    }

    /// How a verification stands.
    init(_ verification: Verification, status: String, method: String, isNew: Bool) {
        let retryAfter = if case .otpAPI(let time)? = verification.face { time } else { Int64(0) }
        fields = [
            "code": .text(status == "success" ? "000" : "001"), "status": .text(status),
            "reason": .text(verification.reason ?? verification.status.rawValue),
            "mobile": .text(verification.phoneNumber.digits),
            "missCallTo": .text(verification.handedOut.last?.number.digits ?? ""),
            "createTime": .number(verification.createdAt.unixMilliseconds / 1000),
            "expiryTime": .number(verification.deadline.unixMilliseconds / 1000), "retryAfter": .number(retryAfter),
            "type": .text(isNew ? "new" : "existing"), "method": .text(method),
        ]
    }

    func response(_ format: Format) -> Response {
        switch format {
        case .json: .json(Dictionary(uniqueKeysWithValues: fields.map { ($0.key, $0.value) }))
        case .plain: answer(fields.map { "\($0.key)=\($0.value.plain)\n" }.joined(), "text/plain; charset=utf-8")
        case .xml:
            answer(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response>"
                    + fields.map { "<\($0.key)>\(OTPAPIAnswer.escaped($0.value.plain))</\($0.key)>" }.joined() + "</response>\n",
                "application/xml; charset=utf-8")
        }
    }

    private func answer(_ text: String, _ type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
