import FoundationEssentials
import Verification

/// The body of a request, read member by member, so that a refusal can name the one that is wrong.
struct JSONObject {
    private let members: [String: JSONValue]

    /// Reads a body and refuses members other than these.
    init(_ body: [UInt8], allowing names: [String]) throws(Problem) {
        guard String(validating: body, as: UTF8.self) != nil else { throw .malformedJSON("The body is not UTF-8.") }
        do {
            try JSONScan(body).check()
        } catch {
            throw .malformedJSON(error.sentence)
        }
        guard let members = try? JSONDecoder().decode([String: JSONValue].self, from: Data(body)) else {
            throw .malformedJSON("The body has to be one JSON object (RFC 8259) in UTF-8.")
        }
        if let unknown = members.keys.sorted().first(where: { !names.contains($0) }) { throw .unknownField(unknown) }
        self.members = members
    }

    /// A member of any type; `null` and left out are the same.
    subscript(name: String) -> JSONValue? {
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    /// A string of 1 to `limit` characters.
    func string(_ name: String, limit: Int) throws(Problem) -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw .invalidField(name, "\(name) has to be a string.") }
        guard (1...limit).contains(text.unicodeScalars.count) else {
            throw .invalidField(name, "\(name) has to have 1 to \(limit) characters.")
        }
        guard !text.unicodeScalars.contains("\0") else { throw .invalidField(name, "\(name) must not have U+0000 in it.") }
        return text
    }

    /// A string that has to be there.
    func requiredString(_ name: String, limit: Int) throws(Problem) -> String {
        guard let text = try string(name, limit: limit) else { throw .invalidField(name, "\(name) is needed.") }
        return text
    }

    /// A whole number.
    func integer(_ name: String) throws(Problem) -> Int64? {
        guard let value = self[name] else { return nil }
        guard case .integer(let number) = value else { throw .invalidField(name, "\(name) has to be a whole number.") }
        return number
    }

    /// A whole number within these bounds.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let number = try integer(name) else { return nil }
        guard range.contains(number) else {
            throw .invalidField(name, "\(name) has to be \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// Whether a member was given at all, be it `null`.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// `true` or `false`.
    func bool(_ name: String) throws(Problem) -> Bool? {
        guard let value = self[name] else { return nil }
        guard case .bool(let flag) = value else { throw .invalidField(name, "\(name) has to be true or false.") }
        return flag
    }

    /// A list of strings.
    func strings(_ name: String) throws(Problem) -> [String]? {
        guard let value = self[name] else { return nil }
        guard case .array(let items) = value else { throw .invalidField(name, "\(name) has to be a list of strings.") }
        let texts = items.compactMap { item -> String? in if case .string(let text) = item { text } else { nil } }
        guard texts.count == items.count else { throw .invalidField(name, "\(name) has to be a list of strings.") }
        return texts
    }
}
