import Verification

/// Flags in one column: their words, in order.
struct StoredFlags {
    let text: String

    init(_ flags: Set<CallFlag>) { text = flags.map(\.rawValue).sorted().joined(separator: " ") }

    init(text: String) { self.text = text }

    var flags: Set<CallFlag> { Set(text.split(separator: " ").compactMap { CallFlag(rawValue: String($0)) }) }
}
