import Yams

/// One mapping of a profile: hands out its values, and collects what is wrong with them, each with its place.
struct ProfileSection {
    let node: Node?
    let file: String
    let notes: ProfileNotes

    func allow(_ keys: [String]) {
        guard let node else { return }
        guard let mapping = node.mapping else { return note(node, "a mapping of \(keys.joined(separator: ", ")) belongs here.") }
        for (key, _) in mapping where !keys.contains(key.string ?? "") {
            note(key, "'\(key.string ?? "?")' is no key here: use one of \(keys.joined(separator: ", ")).")
        }
    }

    func has(_ key: String) -> Bool { node?.mapping?[Node(key)] != nil }

    func section(_ key: String) -> ProfileSection? {
        node?.mapping?[Node(key)].map { ProfileSection(node: $0, file: file, notes: notes) }
    }

    func sections(_ key: String) -> [ProfileSection] {
        list(key).map { ProfileSection(node: $0, file: file, notes: notes) }
    }

    /// The keys and texts of a mapping.
    func pairs(_ key: String) -> [(key: String, value: String, node: Node)] {
        guard let value = node?.mapping?[Node(key)] else { return [] }
        guard let mapping = value.mapping else {
            note(value, "\(key) takes a mapping.")
            return []
        }
        return mapping.compactMap { key, value in
            guard let name = key.string, let text = value.scalar?.string else {
                note(key, "a word and a value belong here.")
                return nil
            }
            return (name, text, value)
        }
    }

    func text(_ key: String) -> String? {
        guard let value = node?.mapping?[Node(key)] else { return nil }
        guard let scalar = value.scalar else {
            note(value, "\(key) takes a single value.")
            return nil
        }
        return scalar.string
    }

    func texts(_ key: String) -> [(text: String, node: Node)] {
        list(key).compactMap { item in
            if let text = item.scalar?.string { return (text, item) }
            note(item, "a text belongs here.")
            return nil
        }
    }

    func value<Value>(_ key: String, _ takes: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        if let value = parse(text) { return value }
        note(node?.mapping?[Node(key)], "\(key) takes \(takes), not '\(text)'.")
        return nil
    }

    func note(_ node: Node?, _ sentence: String) {
        let mark = (node ?? self.node)?.mark
        notes.add(ProfileProblem(place: mark.map { "\(file):\($0.line):\($0.column)" } ?? file, sentence: sentence))
    }

    func list(_ key: String) -> [Node] {
        guard let value = node?.mapping?[Node(key)] else { return [] }
        guard let sequence = value.sequence else {
            note(value, "\(key) takes a list.")
            return []
        }
        return Array(sequence)
    }
}

/// Collects problems while a profile is read.
final class ProfileNotes {
    private(set) var problems: [ProfileProblem] = []

    func add(_ problem: ProfileProblem) { problems.append(problem) }
}
