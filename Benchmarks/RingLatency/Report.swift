/// The table: each figure, its floor of the same run, the ratio, and what it may be at most.
struct Report {
    private var rows = [["what", "floor", "ringcheck", "ratio", "at most", ""]]

    mutating func ratio(_ what: String, floor: Double, measured: Double, atMost: Double) {
        let ratio = measured / floor
        rows.append([
            what, "\(Report.rounded(floor)) µs", "\(Report.rounded(measured)) µs", Report.rounded(ratio, places: 2), "\(atMost)",
            ratio <= atMost ? "pass" : "OVER",
        ])
    }

    mutating func value(_ what: String, _ measured: Double, unit: String, atMost: Double? = nil) {
        let verdict = atMost.map { measured <= $0 ? "pass" : "OVER" } ?? ""
        rows.append([
            what, "", "\(Report.rounded(measured, places: 1)) \(unit)", "", atMost.map { "\($0) \(unit)" } ?? "", verdict,
        ])
    }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                let gap = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + gap : gap + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private static func rounded(_ value: Double, places: Int = 0) -> String {
        let scale = places == 0 ? 1.0 : (places == 1 ? 10.0 : 100.0)
        let number = (value * scale).rounded() / scale
        return places == 0 && number.isFinite ? "\(Int(number))" : "\(number)"
    }
}
