/// Where a list goes on. Opaque to clients: they hand back what they got.
struct Cursor: Hashable {
    let sequence: Int64

    init(sequence: Int64) { self.sequence = sequence }

    /// Reads what `text` gave out; `nil` for anything else.
    init?(_ text: String) {
        guard text.hasPrefix("c"), let sequence = Int64(text.dropFirst(), radix: 36), sequence >= 0 else { return nil }
        self.sequence = sequence
    }

    var text: String { "c" + String(sequence, radix: 36) }
}
