/// A row holds something that this version never writes.
struct UnreadableRow: Error {
    let table: String
}
