import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Telephony
import Verification

/// Reads the parts of a request that several endpoints take.
struct RequestReader {
    let request: Request

    /// The bytes of a JSON body, at most 64 KiB.
    func body() async throws -> [UInt8] {
        guard isJSON else { throw Problem.wrongContentType }
        do {
            let buffer = try await request.body.collect(upTo: 64 * 1024)
            return Array(buffer.readableBytesView)
        } catch let error as HTTPParserError {
            throw error
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge
        } catch {
            throw Problem.malformedJSON("The body did not arrive whole.")
        }
    }

    private var isJSON: Bool {
        let media = request.headers[.contentType]?.split(separator: ";").first
        return media?.trimmingPrefix(while: \.isWhitespace).lowercased().split(separator: " ").first == "application/json"
    }

    /// `Idempotency-Key`, bare or as a quoted string, 1 to 255 characters.
    func idempotencyKey() throws(Problem) -> String? {
        guard let name = HTTPField.Name("Idempotency-Key"), let field = request.headers[name] else { return nil }
        let isQuoted = field.count >= 2 && field.hasPrefix("\"") && field.hasSuffix("\"")
        let key = isQuoted ? String(field.dropFirst().dropLast()) : field
        guard (1...255).contains(key.unicodeScalars.count) else {
            throw .invalidParameter("Idempotency-Key", "1 to 255 characters")
        }
        return key
    }

    /// `limit` (1 to 100, 20 when left out) and `cursor`.
    func page() throws(Problem) -> PageRequest {
        let parameters = request.uri.queryParameters
        var limit = 20
        if let text = parameters["limit"] {
            guard let number = Int(text), (1...100).contains(number) else { throw .invalidParameter("limit", "1 to 100") }
            limit = number
        }
        guard let text = parameters["cursor"], !text.isEmpty else { return PageRequest(limit: limit) }
        guard let cursor = Cursor(String(text)) else { throw .invalidParameter("cursor", "take it from 'next' of the page before") }
        return PageRequest(limit: limit, before: cursor.sequence)
    }

    /// A query parameter that is one of a closed set of words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: Substring, of type: Choice.Type
    ) throws(Problem) -> Choice? where Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .invalidParameter(String(name), "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// A query parameter; empty and left out are the same.
    func text(_ name: Substring) -> String? {
        guard let text = request.uri.queryParameters[name], !text.isEmpty else { return nil }
        return String(text)
    }
}
