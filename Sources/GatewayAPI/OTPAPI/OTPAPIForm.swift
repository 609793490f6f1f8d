import HummingbirdCore

/// The fields of a request: of the query, and of a form in the body, which goes before it.
struct OTPAPIForm {
    private var fields: [String: String] = [:]

    init(query: String) { read(Array(query.utf8)) }

    /// Adds what an `application/x-www-form-urlencoded` text holds: a plus is a space, and the last of a name counts.
    mutating func read(_ bytes: [UInt8]) {
        let query = String(decoding: bytes, as: UTF8.self).replacing("+", with: "%20").replacing("#", with: "%23")
        for (name, value) in URI("/?\(query)").queryParameters { fields[String(name)] = String(value) }
    }

    /// A field that is not empty.
    subscript(name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Plain where it is left out or not known.
    var format: OTPAPIAnswer.Format { self["format"].flatMap { OTPAPIAnswer.Format(rawValue: $0.lowercased()) } ?? .plain }

    func seconds(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let seconds = Int64(text), range.contains(seconds) else {
            throw .invalidField(name, "\(name) has to be \(range.lowerBound) to \(range.upperBound) seconds.")
        }
        return seconds
    }
}
