import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTP1
import Telephony
import Verification

/// Reads the parts of a request that several endpoints take.
struct RequestReader {
    let request: Request
    /// Where it came from.
    let address: String?

    init(request: Request, address: String? = nil) {
        self.request = request
        self.address = address
    }

    /// The bytes of a JSON body, at most 64 KiB.
    func body() async throws -> [UInt8] {
        guard isJSON else { throw Problem.wrongContentType }
        return try await bytes()
    }

    /// The bytes of a JSON body, `{}` where there is none.
    func optionalBody() async throws -> [UInt8] {
        let bytes = try await bytes()
        guard !bytes.isEmpty else { return Array("{}".utf8) }
        guard isJSON else { throw Problem.wrongContentType }
        return bytes
    }

    /// At most 64 KiB, within 10 s.
    func bytes() async throws -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= RequestReader.mostBodyBytes else { throw Problem.bodyTooLarge }
        do {
            return try await withThrowingTaskGroup(of: [UInt8].self) { group in
                let body = request.body
                group.addTask { Array(try await body.collect(upTo: RequestReader.mostBodyBytes).readableBytesView) }
                group.addTask {
                    try await ContinuousClock().sleep(for: RequestReader.bodyPatience)
                    throw Problem.bodyTooSlow
                }
                defer { group.cancelAll() }
                return try await group.next() ?? []
            }
        } catch let error as HTTPParserError {
            throw error
        } catch let problem as Problem {
            throw problem
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge
        } catch {
            throw Problem.malformedJSON("The body did not arrive whole.")
        }
    }

    private static let mostBodyBytes = 64 * 1024
    /// How long a body may take.
    static let bodyPatience = Duration.seconds(10)

    private var isJSON: Bool {
        let media = request.headers[.contentType]?.split(separator: ";").first
        return media?.trimmingPrefix(while: \.isWhitespace).lowercased().split(separator: " ").first == "application/json"
    }

    /// `Idempotency-Key`, bare or as a quoted string, 1 to 255 printable ASCII characters.
    func idempotencyKey() throws(Problem) -> String? {
        guard let name = HTTPField.Name("Idempotency-Key"), let field = request.headers[name] else { return nil }
        let isQuoted = field.count >= 2 && field.hasPrefix("\"") && field.hasSuffix("\"")
        let key = isQuoted ? String(field.dropFirst().dropLast()) : field
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
            key.utf8.first != 0x20, key.utf8.last != 0x20
        else {
            throw .invalidParameter("Idempotency-Key", "1 to 255 printable ASCII characters")
        }
        return key
    }

    /// The query as `application/x-www-form-urlencoded` (WHATWG URL): a plus is a space.
    private var form: URI { URI("/?\((request.uri.query ?? "").replacing("+", with: "%20"))") }

    /// `limit` (1 to 100, 20 when left out) and `cursor`.
    func page() throws(Problem) -> PageRequest {
        let parameters = form.queryParameters
        var limit = 20
        if let text = parameters["limit"] {
            guard let number = Int(text), (1...100).contains(number) else { throw .invalidParameter("limit", "1 to 100") }
            limit = number
        }
        guard let text = parameters["cursor"] else { return PageRequest(limit: limit) }
        guard let cursor = Cursor(String(text)) else { throw .invalidParameter("cursor", "take it from 'next' of the page before") }
        return PageRequest(limit: limit, before: cursor.sequence)
    }

    /// A query parameter that is one of a closed set of words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: Substring, of type: Choice.Type
    ) throws(Problem) -> Choice? where Choice.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .invalidParameter(String(name), "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// A query parameter that is a time (RFC 3339), as Unix milliseconds.
    func time(_ name: Substring) throws(Problem) -> Int64? {
        guard let text = try text(name) else { return nil }
        // A plus that was not escaped came as a space.
        guard let time = Timestamp.milliseconds(text.replacing(" ", with: "+")) else {
            throw .invalidParameter(String(name), "a time such as 2026-11-25T06:00:00Z")
        }
        return time
    }

    /// Two query parameters that say from when to when.
    func range(after: Substring, before: Substring) throws(Problem) -> TimeRange {
        TimeRange(after: try time(after), before: try time(before))
    }

    /// A query parameter that is a number: a plus that was not escaped came as a space.
    func numberText(_ name: Substring) throws(Problem) -> String? {
        try text(name).map { $0.hasPrefix(" ") ? "+\($0.dropFirst())" : $0 }
    }

    /// A query parameter that is not empty.
    func text(_ name: Substring) throws(Problem) -> String? {
        guard let text = form.queryParameters[name] else { return nil }
        guard !text.isEmpty else { throw .invalidParameter(String(name), "say which, or leave it out") }
        return String(text)
    }
}
