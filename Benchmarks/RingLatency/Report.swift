import Foundation

/// Figures as lines of JSON, for scripts/benchmark, which knows what each may be.
enum Report {
    private struct Row: Encodable {
        let what: String
        let floor: Double?
        let value: Double
        let unit: String
    }

    /// Prints one. `floor`: what nothing can be faster than, measured in the same run.
    static func tell(_ what: String, _ value: Double, floor: Double? = nil, unit: String) throws {
        let row = try JSONEncoder().encode(Row(what: what, floor: floor, value: value, unit: unit))
        print(String(decoding: row, as: UTF8.self))
    }
}
