import Doctor
import GatewayAPI

/// How `ringcheck doctor` looks to a person.
struct DiagnosisPage {
    private let diagnosis: Diagnosis

    init(_ diagnosis: Diagnosis) { self.diagnosis = diagnosis }

    var text: String { (rows + [verdict]).joined(separator: "\n") }

    private var rows: [String] {
        let width = diagnosis.checkups.map(\.area.count).max() ?? 0
        return diagnosis.checkups.flatMap { checkup in
            let area = checkup.area + String(repeating: " ", count: width - checkup.area.count)
            let mark = checkup.problems.isEmpty ? Colour.of("well", as: "ok") : Colour.of("down", as: "!!")
            let problems = checkup.problems.map { "     ! \($0.title.printable)\n       \($0.advice.printable)" }
            return ["\(mark)  \(area)  \(checkup.summary.printable)"] + problems
        }
    }

    private var verdict: String {
        let count = diagnosis.checkups.flatMap(\.problems).count
        let word = Colour.of(diagnosis.state.rawValue)
        return count == 0
            ? "\(word): nothing is wrong that can be seen from here."
            : "\(word): \(count) \(count == 1 ? "thing" : "things") to mend."
    }
}
