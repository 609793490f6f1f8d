import Telephony
import Yams

/// One mapping of the file: hands out its values by key, and collects what is wrong with them, each with its place. A single value
/// outside a list can be overridden by the environment: `http.listen` by `RINGCHECK_HTTP_LISTEN`.
struct ConfigurationSection {
    let node: Node?
    let file: String
    let notes: ConfigurationNotes
    /// Where it stands, outermost first; `nil` within a list.
    var path: [String]? = []

    /// Says which keys there may be; others are errors.
    func allow(_ keys: [String]) {
        guard let node else { return }
        guard let mapping = node.mapping else { return note(node, "a mapping of \(keys.joined(separator: ", ")) belongs here.") }
        for (key, _) in mapping where !keys.contains(key.string ?? "") {
            note(key, "'\(key.string ?? "?")' is no key here: use one of \(keys.joined(separator: ", ")).")
        }
    }

    func section(_ key: String) -> ConfigurationSection {
        ConfigurationSection(node: node?.mapping?[Node(key)], file: file, notes: notes, path: path.map { $0 + [key] })
    }

    func sections(_ key: String) -> [ConfigurationSection] {
        list(key).map { ConfigurationSection(node: $0, file: file, notes: notes, path: nil) }
    }

    func texts(_ key: String) -> [String] {
        list(key).compactMap { item in
            if let text = item.scalar?.string, !ConfigurationSection.isBlank(text) { return text }
            note(item, "a text belongs here.")
            return nil
        }
    }

    /// A list of paths.
    func filePaths(_ key: String) -> [String] {
        for item in node?.mapping?[Node(key)]?.sequence ?? [] {
            guard let path = item.scalar?.string, ConfigurationSection.isOfAShell(path) else { continue }
            note(item, "\(key) takes \(ConfigurationSection.wholePath), not '\(path)'.")
        }
        return texts(key)
    }

    static let wholePath = "a whole path, since ~ is not read here"

    /// Whether only a shell knows what this path is.
    static func isOfAShell(_ path: String) -> Bool { path == "~" || path.hasPrefix("~/") }

    /// A list of values read by `parse`; one that it refuses is an error in its own place.
    func values<Value>(_ key: String, _ takes: String, _ parse: (String) -> Value?) -> [Value] {
        list(key).compactMap { item in
            let value = item.scalar.flatMap { parse($0.string) }
            if value == nil { note(item, "\(key) takes \(takes), not '\(item.scalar?.string ?? "a list or mapping")'.") }
            return value
        }
    }

    /// Whether the file says anything under this key.
    func has(_ key: String) -> Bool { node?.mapping?[Node(key)] != nil }

    /// A single value; a blank one is an error.
    func text(_ key: String) -> String? {
        let blank = "\(key) is blank: give it a value, or leave it out."
        if let variable = variable(key), let text = notes.environment[variable] {
            guard ConfigurationSection.isBlank(text) else { return text }
            notes.add(ConfigurationProblem(place: variable, sentence: blank))
            return nil
        }
        guard let value = node?.mapping?[Node(key)] else { return nil }
        guard let scalar = value.scalar else {
            note(value, "\(key) takes a single value.")
            return nil
        }
        guard ConfigurationSection.isBlank(scalar.string) else { return scalar.string }
        note(value, blank)
        return nil
    }

    private static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    /// The path of a file or directory; `~` is for shells to read.
    func filePath(_ key: String) -> String? {
        value(key, ConfigurationSection.wholePath) { ConfigurationSection.isOfAShell($0) ? nil : $0 }
    }

    /// A value read by `parse`; a value it refuses is an error that says what `key` takes.
    func value<Value>(_ key: String, _ takes: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        if let value = parse(text) { return value }
        if let variable = variable(key), notes.environment[variable] != nil {
            notes.add(ConfigurationProblem(place: variable, sentence: "\(key) takes \(takes), not '\(text)'."))
            return nil
        }
        note(node?.mapping?[Node(key)], "\(key) takes \(takes), not '\(text)'.")
        return nil
    }

    func integer(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        value(key, "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func flag(_ key: String) -> Bool? { value(key, "true or false", Bool.init) }

    func duration(_ key: String) -> Duration? { value(key, "a duration such as 500ms, 30s, 5m, 2h or 7d", DurationText.parse) }

    func note(_ node: Node?, _ sentence: String) {
        let mark = (node ?? self.node)?.mark
        notes.add(ConfigurationProblem(place: mark.map { "\(file):\($0.line):\($0.column)" } ?? file, sentence: sentence))
    }

    /// Notes what a section says that only one may say, and an earlier one has said.
    static func noteRepeated<Settings, Value: Hashable>(
        in entries: [(ConfigurationSection, Settings?)], _ values: (Settings) -> [Value],
        _ sentence: (Value) -> String
    ) {
        var said: Set<Value> = []
        for (section, settings) in entries {
            for value in settings.map(values) ?? [] where !said.insert(value).inserted { section.note(nil, sentence(value)) }
        }
    }

    /// The variable that overrides a key.
    private func variable(_ key: String) -> String? {
        guard let path else { return nil }
        let words = (path + [key]).joined(separator: "_").replacing("-", with: "_")
        let variable = "RINGCHECK_\(words.uppercased())"
        notes.known.insert(variable)
        return variable
    }

    private func list(_ key: String) -> [Node] {
        guard let value = node?.mapping?[Node(key)] else { return [] }
        guard let sequence = value.sequence else {
            note(value, "\(key) takes a list.")
            return []
        }
        return Array(sequence)
    }
}

/// Collects problems while a file is read.
final class ConfigurationNotes {
    private(set) var problems: [ConfigurationProblem] = []
    /// The variables that begin with `RINGCHECK_`.
    let environment: [String: String]
    /// Those that mean something: each single value that was asked for.
    var known: Set<String> = [Configuration.fileVariable]
    /// What programs that ask the gateway read (docs/integrate): it may be set where the gateway runs, too.
    private static let clients: Set<String> = ["RINGCHECK_URL", "RINGCHECK_KEY"]

    init(environment: [String: String] = [:]) { self.environment = environment.filter { $0.key.hasPrefix("RINGCHECK_") } }

    /// To be called once everything was read.
    func noteUnknownVariables() {
        for name in environment.keys.filter({ !known.union(ConfigurationNotes.clients).contains($0) }).sorted() {
            let known = known.sorted().joined(separator: ", ")
            add(ConfigurationProblem(place: name, sentence: "this variable means nothing to ringcheck: use one of \(known)."))
        }
    }

    func add(_ problem: ConfigurationProblem) { problems.append(problem) }
}
